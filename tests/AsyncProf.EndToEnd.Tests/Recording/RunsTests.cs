using System.Diagnostics;
using AsyncProf.Profiles;
using AsyncProf.Testing.Processes;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.EndToEnd.Tests.Recording;

/// <summary>Several runs of a command, and of two commands in turns.</summary>
[Collection(RecordingCollection.Name)]
[Trait(Timing.Name, Timing.Free)]
public sealed class RunsTests : IDisposable
{
    private const string Step = "AsyncProf.Target.Work.StepAsync";

    private static readonly string Target = TargetBuilds.Program("net10.0");

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Record_SeveralRuns_KeepsOneFileForEachAndNoneOfTheWarmUp()
    {
        (int code, string output, string errors) = await Tool.RunAsync("record", "--runs", "2", "--warmup", "1", "-o", In("x.pb.gz"), "--", Target, "end", "0");

        Assert.True(code == 0, errors);
        Assert.Equal("", output);
        Assert.Equal($"warm-up 1 of 1\nrun 1 of 2\nrun 2 of 2\nKept 2 of 2 runs: {In("x-*.pb.gz")}\n", errors);
        Assert.Equal([In("x-1.pb.gz"), In("x-2.pb.gz")], Files());
        Assert.All(Files(), file => Assert.Equal(40, AsyncProfile.Load(file).Methods.Single(row => row.Method == Step).Calls));
    }

    [Fact]
    public async Task Record_ARunThatFails_EndsWithItsCodeAndSaysWhich()
    {
        (int code, _, string errors) = await Tool.RunAsync("record", "--runs", "2", "-o", In("new/"), "--", Target, "end", "5");

        Assert.True(code == 5, errors);
        Assert.Equal($"run 1 of 2\nasyncprof: Run 1 of 2 failed: {Target} ended with code 5. No run was kept.\n", errors);
        Assert.Empty(_directory.GetFileSystemInfos());
    }

    [Fact]
    public async Task Record_StoppedDuringTheSecondRun_KeepsTheFirst()
    {
        using Process tool = Tool.Start("record", "--runs", "3", "-o", In("x.pb.gz"), "--", "sh", "-c", $"test -e {In("mark")} && exec {Target} end wait; touch {In("mark")}; exec {Target} end 0");
        Assert.Equal("waiting", await tool.StandardOutput.ReadLineAsync());

        await Tool.SignalAsync("TERM", tool.Id);
        await tool.EndedAsync();

        Assert.Equal(143, tool.ExitCode);
        Assert.EndsWith($"asyncprof: Stopped. Kept 1 of 3 runs: {In("x-*.pb.gz")}\n", await tool.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Equal([In("mark"), In("x-1.pb.gz")], Files());
    }

    [Fact]
    public async Task Compare_OfProgramsThatDoNotEnd_RecordsThemInTurnsAndEndsThem()
    {
        string mark = Path.GetFileName(_directory.FullName), program = $"'{Target}' end wait {mark}";

        // The shell that starts one of them does not pass the signal on.
        (int code, string output, string errors) = await Tool.RunAsync("compare", "--runs", "2", "-d", "3s", "--base", program, "--head", $"sh -c \"echo started; {program}; true\"", "-o", In("new"));

        Assert.True(code == 3, errors); // nothing of them has ended, so that there is nothing to compare
        Assert.StartsWith("Not comparable: no whole root of yours", output, StringComparison.Ordinal);
        Assert.DoesNotContain("started", output, StringComparison.Ordinal); // results go there; what the programs print does not
        string[] lines = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Count(line => line == "started"));
        Assert.Equal(["run 1 of 4: base", "run 2 of 4: head", "run 3 of 4: head", "run 4 of 4: base"], lines.Where(line => line.StartsWith("run ", StringComparison.Ordinal)));
        Assert.Equal([In("new/base/run-1.pb.gz"), In("new/base/run-2.pb.gz"), In("new/diff.html"), In("new/head/run-1.pb.gz"), In("new/head/run-2.pb.gz")], Files());
        string[] runs = [.. Files().Where(file => !file.EndsWith(".html", StringComparison.Ordinal))];
        Assert.All(runs, file => Assert.Equal(0, AsyncProfile.Load(file).Recording.BrokenOff)); // the recording is stopped before the program
        Assert.All(runs, file => Assert.InRange(AsyncProfile.Load(file).Methods.Single(row => row.Method == Step).Calls, 2, 40));
        Assert.DoesNotContain(Directory.GetDirectories("/proc"), process => CommandOf(process).Contains(mark, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("allocated")]
    [DeepInlineData("cpu")]
    public async Task Compare_OfAMeasureBesideTime_RecordsIt(string measure)
    {
        string program = $"'{Target}' {(measure == "cpu" ? "compute" : "allocate")}";

        (int code, string output, string errors) = await Tool.RunAsync("compare", "--runs", "2", "--measure", measure, "--format", "json", "--base", program, "--head", program, "-o", In("new"));

        Assert.True(code is 0 or 3, errors); // two runs a side prove little
        Assert.Contains($"\"measure\":\"{measure}\"", output, StringComparison.Ordinal);
        Assert.All(
            Files().Where(file => file.EndsWith(".pb.gz", StringComparison.Ordinal)),
            file => Assert.True(AsyncProfile.Load(file).Tree.UsedTotal is { AllocatedBytes: > 40_000_000 } or { CpuNs: > 100_000_000 }));
    }

    /// <summary>What a process was started with; nothing of one that has ended meanwhile.</summary>
    private static string CommandOf(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (IOException)
        {
            return "";
        }
    }

    private string[] Files() => [.. Directory.GetFiles(_directory.FullName, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private string In(string name) => Path.Combine(_directory.FullName, name);
}
