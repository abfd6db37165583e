using AsyncProf.Testing;

namespace AsyncProf.Cli.Tests;

/// <summary>The commands that read profiles, called without one.</summary>
public sealed class MissingFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public static TheoryData<string> Commands => ["report", "export", "view"];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Command_InAFolderWithoutRecordings_SaysHowToMakeOne(string command)
    {
        File.WriteAllText(In("notes.txt"), "no recording");
        File.WriteAllText(In("empty.nettrace"), "");

        (int code, string output, string errors) = await RunAsync(command);

        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith($"asyncprof: asyncprof {command} needs a FILE, and the current folder holds no recording", errors, StringComparison.Ordinal);
        Assert.Contains("asyncprof record --pid PID", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("old.pb.gz", "new.nettrace", "new.nettrace")]
    [InlineData("new.pb.gz", "old.nettrace", "new.pb.gz")]
    public async Task Report_InAFolderWithRecordings_NamesTheNewestAndDoesNotTakeIt(string first, string second, string expected)
    {
        Make(first, isNew: first == expected);
        Make(second, isNew: second == expected);

        (int code, string output, string errors) = await RunAsync("report");

        Assert.Equal((2, ""), (code, output));
        Assert.Equal($"asyncprof: asyncprof report needs a FILE. The newest of 2 recordings in the current folder is {expected}; to take it: asyncprof report {expected}", errors.TrimEnd());
    }

    [Theory]
    [InlineData("asyncprof report shop.pb.gz --view tree --root \"GET /orders\"", "report", "--view", "tree", "--root", "GET /orders")]
    [InlineData("asyncprof export shop.pb.gz -o shop.html", "export", "-o", "shop.html")]
    [InlineData("asyncprof export shop.pb.gz -o OUT", "export")]
    [InlineData("asyncprof view shop.pb.gz --no-browser", "view", "--no-browser")]
    public async Task Command_WithOptions_RepeatsThemWithTheRecording(string expected, params string[] arguments)
    {
        Make("shop.pb.gz", isNew: true);

        (int code, _, string errors) = await RunAsync(arguments);

        Assert.Equal(2, code);
        Assert.EndsWith($"The recording in the current folder is shop.pb.gz; to take it: {expected}", errors.TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("my shop.pb.gz", "asyncprof report \"my shop.pb.gz\"")]
    [InlineData("-shop.pb.gz", "asyncprof report ./-shop.pb.gz")]
    public async Task Report_OfANameThatAShellWouldTakeApart_NamesItSoThatItCanBeTyped(string name, string expected)
    {
        Make(name, isNew: true);

        (_, _, string errors) = await RunAsync("report");

        Assert.EndsWith(expected, errors.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_WithoutAnOutput_NamesTheExtensions()
    {
        Make("shop.pb.gz", isNew: true);

        (int code, _, string errors) = await RunAsync("export", In("shop.pb.gz"));

        Assert.Equal(2, code);
        Assert.Contains("needs an output: -o FILE, whose name ends in one of .pb.gz, ", errors, StringComparison.Ordinal);
    }

    private void Make(string name, bool isNew)
    {
        GoldenProfiles.Get("sequence").Save(In(name), overwrite: true);
        File.SetLastWriteTimeUtc(In(name), new DateTime(2026, 1, isNew ? 2 : 1, 0, 0, 0, DateTimeKind.Utc));
    }

    private Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments) => TestConsole.RunAsync(_folder.FullName, arguments);

    private string In(string name) => Path.Combine(_folder.FullName, name);
}
