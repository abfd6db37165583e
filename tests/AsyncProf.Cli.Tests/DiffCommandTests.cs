using System.Diagnostics;
using AsyncProf.Profiles;
using AsyncProf.Testing;
using AsyncProf.Testing.Processes;

namespace AsyncProf.Cli.Tests;

/// <summary>The gate as a build runs it: its exit codes, and what it says.</summary>
public sealed class DiffCommandTests : IDisposable
{
    private const long Ms = 1_000_000;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Diff_TwoFoldersOfWhichOneIsSlower_ExitsWithOne()
    {
        (int code, string output, string errors) = await RunAsync("diff", Side("base", 7, 20), Side("head", 7, 30));

        Assert.True(code == 1, errors + output);
        Assert.StartsWith("REGRESSION: 1 of 1 root takes longer.", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("md")]
    [InlineData("json")]
    [InlineData("csv")]
    public async Task Diff_TwoFoldersThatAreAlike_ExitsWithZeroInEachFormat(string format)
    {
        (int code, string output, _) = await RunAsync("diff", Side("base", 7, 20), Side("head", 7, 20), "--format", format);

        Assert.Equal(0, code);
        Assert.Contains("GET /orders", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diff_ByLibrary_FindsTheRegressionInTheLibrary()
    {
        (int code, string output, string errors) = await RunAsync("diff", Side("base", 7, 20), Side("head", 7, 30), "--by", "library");

        Assert.True(code == 1, errors + output);
        Assert.Contains("▲ ", output.Split('\n').Single(line => line.EndsWith("  Shop", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.DoesNotContain("Shop.Orders", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--fold-framework")]
    [InlineData("--strip")]
    [InlineData("--hide", "Shop")]
    public async Task Diff_ByLibraryOfMethodsThatAreShownOtherwise_IsRefused(params string[] options)
    {
        (int code, string output, string errors) = await RunAsync(["diff", Side("base", 1, 20), Side("head", 1, 30), "--by", "library", .. options]);

        Assert.Equal((2, ""), (code, output));
        Assert.Contains($"{options[0]} does not go with --by library", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diff_OneRunASide_SaysThatItProvesNothingAndExitsWithThree()
    {
        (int code, string output, _) = await RunAsync("diff", Path.Combine(Side("base", 1, 20), "run-0.pb.gz"), Path.Combine(Side("head", 1, 90), "run-0.pb.gz"));

        Assert.Equal(3, code);
        Assert.Contains("could not fire with 1 and 1 runs", output, StringComparison.Ordinal);
        Assert.Contains("GET /orders", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 20, 90)]
    [InlineData(7, 20, 30)]
    public async Task Diff_Advisory_ExitsWithZeroAndSaysWhatItWouldHave(int runs, int before, int after)
    {
        (int code, _, string errors) = await RunAsync("diff", Side("base", runs, before), Side("head", runs, after), "--advisory");

        Assert.Equal(0, code);
        Assert.Contains($"this would have exited with {(runs == 1 ? 3 : 1)}", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diff_NothingInCommon_ExitsWithThree()
    {
        (int code, string output, _) = await RunAsync("diff", Side("base", 4, 20), Side("head", 4, 20, route: "GET /else"));

        Assert.Equal(3, code);
        Assert.Contains("Not comparable: no whole root of yours", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diff_RecordingsThatAreNotAlike_WarnsAndIsStrictWhereAsked()
    {
        string from = Side("base", 4, 20), to = Side("head", 4, 20, recording: new RecordingInfo { DurationNs = 1_000_000_000, RuntimeVersion = "11.0.0", Source = "agent", Cpus = 2 });

        (int code, string output, _) = await RunAsync("diff", from, to);
        (int strict, string refused, _) = await RunAsync("diff", from, to, "--strict");

        Assert.Equal((0, 3), (code, strict));
        Assert.Contains("warning the runtime differs: 10.0.0 in the base, 11.0.0 in the head.", output, StringComparison.Ordinal);
        Assert.StartsWith("Not comparable", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diff_WithThresholdsOfTheProject_GoesByThem()
    {
        string from = Side("base", 7, 20), to = Side("head", 7, 30);
        File.WriteAllText(Path.Combine(_directory.FullName, "asyncprof.json"), """{ "diff": { "rules": [ { "match": "^GET /orders", "threshold": "80%" } ] } }""");

        (int code, _, _) = await RunAsync("diff", from, to);
        File.WriteAllText(Path.Combine(_directory.FullName, "asyncprof.json"), """{ "diff": { "treshold": "80%" } }""");
        (int wrong, _, string errors) = await RunAsync("diff", from, to);

        Assert.Equal((0, 2), (code, wrong));
        Assert.Contains("asyncprof.json is not understood", errors, StringComparison.Ordinal);
        Assert.Contains("treshold", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diff_IntoFiles_WritesEachFormatOnce()
    {
        string from = Side("base", 7, 20), to = Side("head", 7, 30);
        foreach (string extension in (string[])["json", "csv", "md", "html"])
        {
            string file = Path.Combine(_directory.FullName, $"diff.{extension}");
            (int code, _, string errors) = await RunAsync("diff", from, to, "-o", file);
            (int again, _, string refused) = await RunAsync("diff", from, to, "-o", file);

            Assert.True(code == 1, errors);
            Assert.Contains("GET /orders", File.ReadAllText(file), StringComparison.Ordinal);
            Assert.Equal(2, again);
            Assert.Contains("already exists", refused, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Diff_IntoAPprofFile_HoldsTheDifference()
    {
        string file = Path.Combine(_directory.FullName, "diff.pb.gz");

        (int code, _, string errors) = await RunAsync("diff", Side("base", 7, 20), Side("head", 7, 30), "-o", file);
        (int read, _, string refused) = await RunAsync("report", file);

        Assert.True(code == 1, errors);
        Assert.True(new FileInfo(file).Length > 100);
        Assert.Equal(2, read);
        Assert.Contains("is the difference of two profiles", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diff_InAStepOfGitHubActions_AppendsItsSummary()
    {
        string summary = Path.Combine(_directory.FullName, "summary.md");
        File.WriteAllText(summary, "before\n");
        var start = new ProcessStartInfo("dotnet", [Tool.Assembly, "diff", Side("base", 7, 20), Side("head", 7, 30)]) { RedirectStandardOutput = true };
        start.Environment["GITHUB_STEP_SUMMARY"] = summary;
        using Process tool = Process.Start(start)!;
        await tool.StandardOutput.ReadToEndAsync();
        await tool.WaitForExitAsync();

        Assert.Equal(1, tool.ExitCode);
        Assert.StartsWith("before\n## AsyncProf", File.ReadAllText(summary), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Name two sides", "diff")]
    [InlineData("takes two sides, BASE and HEAD; 1 is named", "diff", "a")]
    [InlineData("takes two sides, BASE and HEAD; 3 are named", "diff", "a", "b", "c")]
    [InlineData("Only the base is named", "diff", "--base", "a")]
    [InlineData("not both", "diff", "a", "b", "--base", "c", "--head", "d")]
    [InlineData("does not exist", "diff", "missing-a", "missing-b")]
    [InlineData("--threshold must be a share", "diff", "a", "b", "--threshold", "five")]
    [InlineData("--threshold must be a share", "diff", "a", "b", "--threshold", "NaN")]
    [InlineData("--floor must be a time", "diff", "a", "b", "--floor", "5")]
    [InlineData("does not tell the format", "diff", "a", "b", "-o", "x.exe")]
    [InlineData("--top applies to --format text", "diff", "a", "b", "--format", "json", "--top", "3")]
    [InlineData("Unknown option --wrong", "diff", "--wrong", "b")]
    [InlineData("cannot be read", "diff", "a", "b", "--config", "none.json")]
    public async Task Diff_UsedWrongly_SaysWhatInASentenceAndExitsWithTwo(string expected, params string[] arguments)
    {
        (int code, string output, string errors) = await RunAsync(arguments);

        Assert.Equal((2, ""), (code, output));
        Assert.Contains(expected, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diff_OfWhatIsNoProfile_NeverPasses()
    {
        string good = Side("base", 4, 20), empty = Directory.CreateDirectory(Path.Combine(_directory.FullName, "empty")).FullName, broken = Side("broken", 4, 20), idle = Path.Combine(_directory.FullName, "idle.pb.gz");
        File.WriteAllText(Path.Combine(broken, "run-2.pb.gz"), "no profile");
        GoldenProfiles.Get("empty").Save(idle);

        Assert.Equal(2, (await RunAsync("diff", good, empty)).Code);
        Assert.Equal(2, (await RunAsync("diff", good, broken)).Code);
        Assert.Equal(2, (await RunAsync("diff", good, broken, "--advisory")).Code);
        Assert.Equal(2, (await RunAsync("diff", idle, good)).Code);
        Assert.Equal(2, (await RunAsync("diff", good, good, "--root", "^nothing")).Code);
        Assert.Equal(2, (await RunAsync("diff", "--base", good, Path.Combine(good, "run-1.pb.gz"), "--head", good)).Code);
    }

    private Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments) => TestConsole.RunAsync(_directory.FullName, arguments);

    private string Side(string name, int runs, int ms, string route = "GET /orders", RecordingInfo? recording = null)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_directory.FullName, name)).FullName;
        for (int run = 0; run < runs; run++)
        {
            var profile = new ScriptedProfile();
            int root = profile.Root(route, 10, (10 * Ms) + (run * 1000));
            profile.Call(root, "Shop.Orders.GetAsync", 10, (10 * ms * Ms) + (run * 1000));
            profile.Build(recording).Save(Path.Combine(folder, FormattableString.Invariant($"run-{run}.pb.gz")));
        }

        return folder;
    }
}
