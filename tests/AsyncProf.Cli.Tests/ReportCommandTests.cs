using AsyncProf.Diffing;
using AsyncProf.Profiles;
using AsyncProf.Testing;
using AsyncProf.Testing.Processes;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Cli.Tests;

/// <summary>The command as a user types it.</summary>
public sealed class ReportCommandTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");
    private readonly string _file;

    public ReportCommandTests()
    {
        _file = Path.Combine(_directory.FullName, "shop.pb.gz");
        Profile().Save(_file);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("methods", "calls wall/call     self  running  waiting    ready  blocked  method")]
    [InlineData("roots", "kind      root")]
    [InlineData("tree", "await Task.Delay")]
    [InlineData("libraries", "your code and packages")]
    [InlineData("spawns", "started, and below it by whom")]
    [InlineData("timeline", "No timeline: a profile (.pb.gz) holds sums")]
    [InlineData("callers", "← Handler")]
    [InlineData("callees", "→ Load")]
    [InlineData("findings", "info n-plus-one: Handler")]
    public async Task Report_EachView_ShowsItInAHundredColumns(string view, string expected)
    {
        (int code, string output, string errors) = await Tool.RunAsync("report", _file, "--view", view);

        Assert.True(code == 0, errors);
        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.All(output.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
        Assert.DoesNotContain('\u001b', output); // no colours in a pipe
    }

    [Theory]
    [InlineData("--view", "cpu", "processors were measured in 1 of 2 recordings")]
    [InlineData("--sort", "cpu", "processors were measured in 1 of 2 recordings")]
    [InlineData("--view", "alloc", "allocations were measured in 1 of 2 recordings")]
    [InlineData("--sort", "alloc", "allocations were measured in 1 of 2 recordings")]
    [InlineData("--sort", "self", null)]
    public async Task Report_OfRecordingsOfWhichOneMeasured_SaysSo(string option, string value, string? expected)
    {
        string measured = Path.Combine(_directory.FullName, "measured.pb.gz");
        var script = new ScriptedProfile();
        int stack = script.Root("GET /", 1, 5_000_000);
        script.Computed(stack, 4_000_000);
        script.Allocated(stack, 1000);
        script.Build(new RecordingInfo { DurationNs = 1_000_000_000, Allocated = new AllocationInfo(1000, 1000, 0, 0, 0), Cpu = new CpuInfo(4_000_000, 4_000_000, 0, 0) }).Save(measured);

        (int code, string both, string errors) = await Tool.RunAsync("report", measured, _file, option, value);
        (_, string alone, _) = await Tool.RunAsync("report", measured, option, value);

        Assert.True(code == 0, errors);
        Assert.DoesNotContain("measured in", alone, StringComparison.Ordinal);
        Assert.Equal(expected, both.Split('\n').SingleOrDefault(line => line.Contains("measured in", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Report_InMarkdownByWhatWasNotMeasured_SaysSoBesideIt()
    {
        (int code, string output, string errors) = await Tool.RunAsync("report", _file, "--format", "md", "--sort", "alloc");

        Assert.Equal(0, code);
        Assert.Contains("| ready | blocked |\n", output, StringComparison.Ordinal);
        Assert.Contains("No allocations were measured: record with --alloc.", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_SortedAndCut_ShowsTheFirstOfThatOrder()
    {
        (_, string output, _) = await Tool.RunAsync("report", _file, "--sort", "name", "--top", "1");

        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.EndsWith("Handler", lines[1], StringComparison.Ordinal);
        Assert.Contains("1 more", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_OfSomeMethods_ShowsThemWithTheSameNumbers()
    {
        (_, string all, _) = await Tool.RunAsync("report", _file, "--format", "csv");
        (_, string some, _) = await Tool.RunAsync("report", _file, "--format", "csv", "--methods", "^Lo");

        Assert.Contains("\nHandler,", all, StringComparison.Ordinal);
        Assert.DoesNotContain("\nHandler,", some, StringComparison.Ordinal);
        Assert.Equal(all.Split('\n').Single(line => line.StartsWith("Load,", StringComparison.Ordinal)), some.Split('\n')[1]);
    }

    [Theory]
    [InlineData("--hide", "^Load$", "Load")]
    [InlineData("--focus", "Load", "Load")]
    [InlineData("--root", "Handler", "Handler")]
    public async Task Report_Filtered_ShowsThatPart(string option, string pattern, string expected)
    {
        (int code, string output, _) = await Tool.RunAsync("report", _file, "--view", "tree", option, pattern);

        Assert.Equal(0, code);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_OfADifference_SaysThatItIsOne()
    {
        string difference = Path.Combine(_directory.FullName, "diff.pb.gz");
        DiffProfile.Of(DiffSides.Base, 1, DiffSides.Head, 1).Save(difference);

        (int code, string output, string errors) = await Tool.RunAsync("report", difference);

        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Contains("it holds negative values: it is the difference of two profiles", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_OfTwoFiles_AddsThemUp()
    {
        (_, string output, _) = await Tool.RunAsync("report", _file, _file, "--format", "csv");

        Assert.Contains("\nLoad,method,20,20,", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("json", "\"schema\":\"asyncprof.report/1\"")]
    [InlineData("md", "| Handler | 1 |")]
    [InlineData("csv", "method,kind,calls")]
    public async Task Report_EachFormat_IsThatFormat(string format, string expected)
    {
        (int code, string output, string errors) = await Tool.RunAsync("report", _file, "--format", format);

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("does not exist", "missing.pb.gz")]
    [InlineData("cut short: it is empty", "empty.pb.gz")]
    [InlineData("is not a profile", "cut.pb.gz")]
    [InlineData("is not a profile", "text.pb.gz")]
    public async Task Report_OfAFileThatIsNone_EndsInOneSentence(string message, string name)
    {
        string path = Path.Combine(_directory.FullName, name);
        byte[] good = await File.ReadAllBytesAsync(_file);
        if (name == "empty.pb.gz")
            await File.WriteAllBytesAsync(path, []);
        else if (name == "cut.pb.gz")
            await File.WriteAllBytesAsync(path, good[..(good.Length / 2)]);
        else if (name == "text.pb.gz")
            await File.WriteAllTextAsync(path, "# no profile");

        (int code, string output, string errors) = await Tool.RunAsync("report", path);

        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("asyncprof: ", errors, StringComparison.Ordinal);
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.Single(errors.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("--top", "many", "--top must be a number")]
    [InlineData("--focus", "(a", "--focus is not a regular expression")]
    [InlineData("--sort", "colour", "colour")]
    public async Task Report_OfBadUsage_SaysWhat(string option, string value, string message)
    {
        (int code, _, string errors) = await Tool.RunAsync("report", _file, option, value);

        Assert.Equal(2, code);
        Assert.Contains(message, errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--view applies to --format text only", "--format", "csv", "--view", "tree")]
    [InlineData("has none", "--view", "tree", "--sort", "calls")]
    [InlineData("has none", "--view", "roots", "--methods", "Load")]
    [InlineData("Unknown option --bogus", "--bogus")]
    [InlineData("See asyncprof report --help", "--view", "flames")]
    public async Task Report_WithOptionsThatDoNothing_SaysSoInOneSentence(string message, params string[] options)
    {
        (int code, string output, string errors) = await Tool.RunAsync(["report", _file, .. options]);

        Assert.Equal((2, ""), (code, output));
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.Single(errors.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Report_LinesOfAMethod_ShowsItsAwaitsAlone()
    {
        string file = WithAwaits();
        (int code, string all, string errors) = await Tool.RunAsync("report", file, "--view", "lines", "--top", "1000");
        string method = AsyncProfile.Load(file).Methods.First(row => row.Awaits.Count > 0).Method;

        (int codeOfOne, string one, _) = await Tool.RunAsync("report", file, method, "--view", "lines");

        Assert.True((code, codeOfOne) == (0, 0), errors);
        Assert.StartsWith("  line     hits", all, StringComparison.Ordinal);
        Assert.Contains(one.Split('\n').Last(line => line.Length > 0), all, StringComparison.Ordinal);
        Assert.True(one.Length < all.Length);
        Assert.All(all.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
    }

    [Fact]
    public async Task Report_LinesOfAMethodWithSignsOfRegularExpressions_TakesThemAsTheyAre()
    {
        (int code, string output, string errors) = await Tool.RunAsync("report", WithAwaits(), "M(", "--view", "lines");

        Assert.Equal(0, code);
        Assert.Equal("  line     hits  waiting    ready  running  average  await", output.TrimEnd());
        Assert.Contains("Nothing matches. Names are case-sensitive", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_LinesOfAMethodGivenTwice_IsRefused()
    {
        (int code, string output, string errors) = await Tool.RunAsync("report", WithAwaits(), "Load", "--view", "lines", "--methods", "Load");

        Assert.Equal((2, ""), (code, output));
        Assert.Contains("The method is given twice", errors, StringComparison.Ordinal);
        Assert.Single(errors.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Report_LinesOfAProfileWithoutAwaits_SaysWhy()
    {
        (int code, string output, _) = await Tool.RunAsync("report", _file, "--view", "lines");

        Assert.Equal(0, code);
        Assert.StartsWith("No await is known", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_OfAMethodInAnotherView_IsRefused()
    {
        (int code, string output, string errors) = await Tool.RunAsync("report", _file, "Load", "--view", "methods");

        Assert.Equal((2, ""), (code, output));
        Assert.Single(errors.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Report_OfNothingThatMatches_SaysWhy()
    {
        (int code, _, string errors) = await Tool.RunAsync("report", _file, "--focus", "handler");

        Assert.Equal(0, code);
        Assert.Contains("Nothing matches", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--view", "tree")]
    [InlineData("--view", "methods")]
    [InlineData("--brief")]
    public async Task Report_OfAProfileWithoutCalls_SaysThatThereAreNone(params string[] options)
    {
        string file = Path.Combine(_directory.FullName, "empty.pb.gz");
        new ScriptedProfile().Build().Save(file);

        (int code, _, string errors) = await Tool.RunAsync(["report", file, .. options]);

        Assert.Equal(0, code);
        Assert.Contains("No call of an async method was seen: record while", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing matches", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_WithFindings_NamesTheCommandThatShowsThem()
    {
        (_, _, string errors) = await Tool.RunAsync("report", _file);

        Assert.Contains($"1 finding: asyncprof report {_file} --view findings", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_OfTheCommand_HasAnExample()
    {
        (int code, string output, _) = await Tool.RunAsync("report", "--help");

        Assert.Equal(0, code);
        Assert.Contains("Example: asyncprof report", output, StringComparison.Ordinal);
    }

    private string WithAwaits()
    {
        string path = Path.Combine(_directory.FullName, "awaits.pb.gz");
        Playback.OfRandomWithAwaits(1).Save(path);
        return path;
    }

    private static AsyncProfile Profile() => Playback.Of(s => s.Method(
        "Handler",
        [new Step.Yield(), .. Enumerable.Range(0, 10).Select(_ => new Step.Await(s.Method("Load", [new Step.Await(s.Delay(10))])))])).Profile;
}
