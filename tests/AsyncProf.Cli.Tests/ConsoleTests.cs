using System.Text.Json;
using AsyncProf.Testing;

namespace AsyncProf.Cli.Tests;

/// <summary>All that a command writes goes to the console it was given.</summary>
public sealed class ConsoleTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("asyncprof-tests-");
    private readonly string _file;

    public ConsoleTests()
    {
        _file = Path.Combine(_folder.FullName, "shop.pb.gz");
        GoldenProfiles.Get("sequence").Save(_file);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Report_AsJson_IsOneDocumentOnTheStandardOutput()
    {
        (int code, string output, string errors) = await TestConsole.RunAsync(_folder.FullName, "report", _file, "--format", "json");

        Assert.Equal((0, ""), (code, errors));
        using JsonDocument report = JsonDocument.Parse(output);
        Assert.Equal("asyncprof.report/1", report.RootElement.GetProperty("schema").GetString());
        Assert.EndsWith("}\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_ToTheStandardOutput_IsAllThatIsWritten()
    {
        (int code, string output, string errors) = await TestConsole.RunAsync(_folder.FullName, "export", _file, "-o", "-", "--format", "md");

        Assert.Equal((0, ""), (code, errors));
        Assert.StartsWith("# AsyncProf", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("report")]
    [InlineData("export")]
    [InlineData("view")]
    [InlineData("record")]
    [InlineData("compare")]
    [InlineData("top")]
    [InlineData("ps")]
    public async Task Help_OfEachCommand_HasAnExampleOfIt(string command)
    {
        (int code, string output, string errors) = await TestConsole.RunAsync(_folder.FullName, command, "--help");

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains($"Example: asyncprof {command}", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutACommand_ShowsEachCommand()
    {
        (int code, string output, _) = await TestConsole.RunAsync(_folder.FullName);

        Assert.Equal(0, code);
        Assert.All((string[])["report", "export", "view", "record", "compare", "top", "ps"], command => Assert.Matches($@"(?m)^\s+{command}\s", output));
    }

    [Theory]
    [InlineData("Unrecognized command or argument 'nonsense'. See asyncprof --help.", "nonsense")]
    [InlineData("Required argument missing for option: '--sort'. See asyncprof report --help.", "report", "x.pb.gz", "--sort")]
    public async Task BadUsage_IsOneSentenceThatNamesTheHelp(string expected, params string[] arguments)
    {
        (int code, string output, string errors) = await TestConsole.RunAsync(_folder.FullName, arguments);

        Assert.Equal((2, ""), (code, output));
        Assert.Equal($"asyncprof: {expected}", errors.TrimEnd());
    }
}
