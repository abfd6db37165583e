using System.IO.Compression;
using System.Text;
using AsyncProf.Cli.Exporting;
using AsyncProf.Testing.Names;

namespace AsyncProf.Cli.Tests.Exporting;

/// <summary>What a user asks to be left out is in none of the files, whatever their format.</summary>
public sealed class RedactionTests : IDisposable
{
    private const string Secret = "secret";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public static TheoryData<string> Formats => [.. ExportFormat.All.Select(format => format.Name)];

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Export_Redacted_HasNoTextOfTheSurroundings(string format)
    {
        string file = Path.Combine(_directory.FullName, "secret.pb.gz"), output = Path.Combine(_directory.FullName, "x");
        NamedProfile.Of(TextOf).Save(file);

        (int code, _, string errors) = await TestConsole.RunAsync(_directory.FullName, "export", file, "--format", format, "-o", output, "--redact");

        Assert.True(code == 0, errors);
        string text = Read(output);
        Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
        Assert.Contains("Shop.method", text, StringComparison.Ordinal);
        await TestConsole.RunAsync(_directory.FullName, "export", file, "--format", format, "-o", output, "--force");
        Assert.Contains(Secret, Read(output), StringComparison.Ordinal); // or the above could not fail
    }

    [Theory]
    [InlineData("-p", "4711")]
    [InlineData("-p", "4711", "-o", "x.nettrace")]
    [InlineData("-o", "x.NETTRACE", "--runs", "2", "--", "true")]
    [InlineData("--", "true")]
    public async Task Record_RedactedAsARecording_IsRefused(params string[] words)
    {
        (int code, _, string errors) = await TestConsole.RunAsync(_directory.FullName, ["record", "--redact", .. words]);

        Assert.Equal(words.Contains("--") ? 125 : 2, code);
        Assert.Equal("asyncprof: --redact does not go with a .nettrace, which holds what the runtime says: name a profile or a page, as -o FILE.pb.gz or -o FILE.html.\n", errors.ReplaceLineEndings("\n"));
    }

    private static string TextOf(string field) => field switch
    {
        "route" => "GET /secret/17",
        "file" => "/home/secret/src/Orders.cs",
        "assembly" => "/home/secret/Shop",
        "process" => Secret,
        "os" or "arch" or "runtime" or "source" or "names by" => $"{field} {Secret}",
        _ => $"Shop.{field}",
    };

    private static string Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        if (bytes is not [0x1f, 0x8b, ..])
            return Encoding.UTF8.GetString(bytes);
        using var packed = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var reader = new StreamReader(packed, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
