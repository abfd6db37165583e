using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using AsyncProf.Diffing;
using AsyncProf.Profiles;
using AsyncProf.Renderers;
using AsyncProf.Testing;

namespace AsyncProf.Analyzer.Tests.Renderers;

/// <summary>What can be said of the page without a browser; the external tests open it in one.</summary>
public class DiffPageTests
{
    [Fact]
    public void Write_Twice_GivesTheSameBytes() =>
        Assert.Equal(Write(Playback.OfRandom(3), Playback.OfRandom(4), "x"), Write(Playback.OfRandom(3), Playback.OfRandom(4), "x"));

    [Fact]
    public void Write_AnySides_AllowsItsOwnScriptAndStyleAndNothingElse()
    {
        string page = Write(DiffSides.Base, DiffSides.Head, "x");

        string policy = Regex.Match(page, "Content-Security-Policy\" content=\"([^\"]*)\"").Groups[1].Value;
        string style = Regex.Match(page, "<style>(.*?)</style>", RegexOptions.Singleline).Groups[1].Value, script = Regex.Match(page, "<script>(.*?)</script>", RegexOptions.Singleline).Groups[1].Value;
        Assert.Equal($"default-src 'none'; script-src {Hash(script)}; style-src {Hash(style)}; base-uri 'none'; form-action 'none'", policy);
        Assert.DoesNotContain("http", script, StringComparison.Ordinal);
        Assert.DoesNotContain("innerHTML", script, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"url\(|@import", style);
    }

    [Fact]
    public void Write_WithHostileNamesAndTitle_CannotBeLeft()
    {
        const string Title = "</title><script>alert(1)</script>";

        string page = Write(DiffSides.HostileOf(10), DiffSides.HostileOf(20), Title, new DiffPageRow(DiffSides.Hostile, DiffSides.Hostile, "root", "regression", DiffSides.Hostile));

        Assert.Equal(2, Regex.Count(page, "</script>"));
        Assert.Equal(2, Regex.Count(page, "<script"));
        Assert.DoesNotContain(Title, page, StringComparison.Ordinal);
    }

    private static string Hash(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    private static string Write(AsyncProfile from, AsyncProfile to, string title, params DiffPageRow[] rows)
    {
        using var bytes = new MemoryStream();
        DiffPage.Write(DiffTree.Of(from, 1, to, 1), new DiffPageHead(title, "No verdict.", ["A note."], rows), bytes);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
