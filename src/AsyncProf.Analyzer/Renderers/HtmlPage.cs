using System.Net;
using System.Security.Cryptography;
using System.Text;
using AsyncProf.Findings;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Renderers;

/// <summary>
/// Writes a profile as one HTML file that needs nothing else: flame graph, tree, methods and sandwich. Its policy lets no request leave, and only its own
/// script and style run. The same profile gives the same bytes.
/// </summary>
public static class HtmlPage
{
    /// <summary>In this order; later ones use earlier ones.</summary>
    private static readonly string[] Scripts = ["model.js", "flame.js", "tree.js", "table.js", "app.js", "view.js"];

    /// <summary>Writes the page.</summary>
    /// <param name="profile">What is drawn.</param>
    /// <param name="findings">What was found in it.</param>
    /// <param name="title">The page's title; a file's name by custom.</param>
    /// <param name="output">Where it goes, as UTF-8; it stays open.</param>
    public static void Write(AsyncProfile profile, IReadOnlyList<Finding> findings, string title, Stream output) => Write(profile, findings, title, output, links: null);

    /// <param name="profile">What is drawn.</param>
    /// <param name="findings">What was found in it.</param>
    /// <param name="title">The page's title; a file's name by custom.</param>
    /// <param name="output">Where it goes, as UTF-8; it stays open.</param>
    /// <param name="links">What a server of ours offers beside it; null for a file, which asks nobody.</param>
    internal static void Write(AsyncProfile profile, IReadOnlyList<Finding> findings, string title, Stream output, PageLinks? links)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(output);
        string style = Part("page.css"), script = "\"use strict\";\n(() => {\n" + string.Concat(Scripts.Select(Part)) + "})();\n";
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["policy"] = $"default-src 'none'; script-src {Hash(script)}; style-src {Hash(style)}{(links is null ? "" : "; connect-src 'self'")}; base-uri 'none'; form-action 'none'",
            ["title"] = WebUtility.HtmlEncode(PlainText.Printable(title)),
            ["style"] = style,
            ["script"] = script,
        };
        using var writer = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        string[] parts = Part("page.html").Split("{{");
        writer.Write(parts[0]);
        foreach (string part in parts[1..])
        {
            int end = part.IndexOf("}}", StringComparison.Ordinal);
            if (part[..end] == "data")
            {
                writer.Flush();
                PageData.Write(profile, findings, output, links);
            }
            else
            {
                writer.Write(values[part[..end]]);
            }

            writer.Write(part[(end + 2)..]);
        }
    }

    private static string Hash(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    private static string Part(string name)
    {
        using Stream stream = typeof(HtmlPage).Assembly.GetManifestResourceStream($"Page/{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
