using System.Diagnostics;
using System.Globalization;
using AsyncProf.Decoding;
using AsyncProf.Profiles;
using AsyncProf.Recording.Processes;
using AsyncProf.Testing;
using AsyncProf.Testing.Processes;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.EndToEnd.Tests.Recording;

/// <summary>What remains when <c>asyncprof</c> itself is killed: a file that can be read, and a process at full speed.</summary>
[Collection(RecordingCollection.Name)]
[Trait(Timing.Name, Timing.Free)]
public sealed class KilledRecorderTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [DeepInlineData("net8.0", "agent", "serve")]
    [DeepInlineData("net9.0", "eventpipe", "serve")]
    [InlineData("net10.0", "agent", "serve")]
    [DeepInlineData("net10.0", "eventpipe", "serve")]
    [DeepInlineData("net10.0", "agent", "idle")]
    [DeepInlineData("net10.0", "eventpipe", "idle")]
    public async Task Killed_InTheMiddle_LeavesAReadableFileAndTheProcessAsItWas(string framework, string source, string how)
    {
        string file = Path.Combine(_directory.FullName, "x.nettrace");
        await using var target = RunningProgram.Start(TargetBuilds.Program(framework), how);
        await target.ReadLineAsync();
        using (Process tool = Tool.Start("record", "--pid", target.Id.ToString(CultureInfo.InvariantCulture), "--source", source, "-o", file))
        {
            await Eventually.TrueAsync(() => File.Exists(file) && new FileInfo(file).Length > 2_000, TimeSpan.FromSeconds(30));
            if (source == "agent")
                await Eventually.TrueAsync(() => target.AskAsync("events").GetAwaiter().GetResult() == "on", TimeSpan.FromSeconds(60)); // samples come before it is ready
            await Task.Delay(1_000);
            for (int i = 0; i < 10; i++)
                await target.AskAsync("square 3");
            Assert.Equal("on", await target.AskAsync("events"));
            await Task.Delay(3_000); // the last block is on its way for up to a second, on a busy machine longer
            tool.Kill();
            await tool.WaitForExitAsync();
        }

        Assert.Equal("off", await target.OffAsync());
        Assert.Equal("9", await target.AskAsync("square 3"));
        AsyncProfile profile = NettraceProfile.Load(file);
        Assert.Equal(1, profile.Recording.BrokenOff);
        Assert.Equal(10, profile.Methods.Single(row => row.Method.EndsWith("Work.SquareAsync", StringComparison.Ordinal)).Calls);
        Assert.Equal(0, await target.EndAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    public async Task Killed_WhileItsCommandStarts_LetsItRunUnprofiled(int milliseconds)
    {
        string file = Path.Combine(_directory.FullName, "x.nettrace"), done = Path.Combine(_directory.FullName, "done");
        using (Process tool = Tool.Start("record", "-o", file, "--", "sh", "-c", $"touch {done}.begun; while [ -e {done}.begun -a ! -e {done}.killed ]; do sleep 0.1; done; {TargetBuilds.Program("net10.0")} end 3; echo $? > {done}.part; mv {done}.part {done}"))
        {
            await Eventually.TrueAsync(() => File.Exists(done + ".begun"), TimeSpan.FromSeconds(30));
            await Task.Delay(milliseconds);
            tool.Kill();
            await tool.WaitForExitAsync();
        }

        await File.WriteAllTextAsync(done + ".killed", "");
        await Eventually.TrueAsync(() => File.Exists(done), TimeSpan.FromSeconds(30)); // without a watch it would wait for ever

        Assert.Equal("3", (await File.ReadAllTextAsync(done)).Trim());
        Assert.False(File.Exists(file));
    }

    [Theory]
    [InlineData("DOTNET_DiagnosticPorts", "agent")]
    [DeepInlineData("DOTNET_DiagnosticPorts", "eventpipe")]
    [DeepInlineData("DOTNET_DefaultDiagnosticPortSuspend", "agent")]
    public async Task Attach_ToAProcessThatWaitsAtItsStart_OffersToLetItRunAndDoesSo(string variable, string source)
    {
        string file = Path.Combine(_directory.FullName, "x.nettrace"), value = variable.EndsWith("Ports", StringComparison.Ordinal) ? Path.Combine(_directory.FullName, "gone", "port") : "1";
        await using var target = RunningProgram.Start(TargetBuilds.Program("net10.0"), ["serve"], new Dictionary<string, string> { [variable] = value });
        string pid = target.Id.ToString(CultureInfo.InvariantCulture);
        await Eventually.TrueAsync(() => SuspendedStart.Of(target.Id) is not null, TimeSpan.FromSeconds(30));

        (int code, _, string errors) = await Tool.RunAsync("record", "--pid", pid, "-o", file);
        (_, string listed, _) = await Tool.RunAsync("ps");
        Assert.Equal(2, code);
        Assert.Contains($"asyncprof record --pid {pid} --resume records it from its first instruction and lets it run.", errors, StringComparison.Ordinal);
        Assert.Contains($"it waits at its start: record --pid {pid} --resume lets it run", listed, StringComparison.Ordinal);
        Assert.False(File.Exists(file));

        (code, _, errors) = await Tool.RunAsync("record", "--pid", pid, "--resume", "--source", source, "-d", "1800ms", "-o", file);
        Assert.True(code == 0, errors);
        string? line = await target.ReadLineAsync();
        if (line?.StartsWith("The runtime has been configured to pause", StringComparison.Ordinal) == true)
        {
            for (int more = 0; more < 4 && line != "ready"; more++)
                line = await target.ReadLineAsync(); // after some seconds of waiting it says so, and by which variables
        }

        Assert.Equal("ready", line);
        Assert.InRange(NettraceProfile.Load(file).Methods.Single(row => row.Method == "AsyncProf.Target.Work.StepAsync").Calls, 5, 200);
        Assert.Equal(0, await target.EndAsync());
    }

    [Fact]
    public async Task TargetKilled_WhileAPageIsRecorded_LeavesThePageAlone()
    {
        string page = Path.Combine(_directory.FullName, "x.html");
        await using var target = RunningProgram.Start(TargetBuilds.Program("net10.0"), "serve");
        await target.ReadLineAsync();
        using Process tool = Tool.Start("record", "--pid", target.Id.ToString(CultureInfo.InvariantCulture), "--source", "eventpipe", "-o", page);
        await Eventually.TrueAsync(() => _directory.GetFiles("x.html.*.nettrace") is [{ Length: > 80_000 }], TimeSpan.FromSeconds(30));

        target.Process.Kill();
        await tool.EndedAsync();

        Assert.Equal(0, tool.ExitCode);
        Assert.Equal([page], Directory.GetFiles(_directory.FullName));
    }

    [Fact]
    public async Task TargetKilled_WhileItIsRecorded_KeepsTheNamesOfItsMethods()
    {
        string file = Path.Combine(_directory.FullName, "x.nettrace");
        await using var target = RunningProgram.Start(TargetBuilds.Program("net10.0"), "serve");
        await target.ReadLineAsync();
        using Process tool = Tool.Start("record", "--pid", target.Id.ToString(CultureInfo.InvariantCulture), "--source", "eventpipe", "-o", file);
        await Eventually.TrueAsync(() => File.Exists(file) && new FileInfo(file).Length > 80_000, TimeSpan.FromSeconds(30));

        target.Process.Kill();
        await tool.EndedAsync();

        Assert.Equal(0, tool.ExitCode);
        Assert.True(File.Exists(file + ".modules"));
        AsyncProfile profile = NettraceProfile.Load(file);
        Assert.Equal(1, profile.Recording.BrokenOff);
        Assert.InRange(profile.Methods.Single(row => row.Method == "AsyncProf.Target.Work.StepAsync").Calls, 1, 1_000_000);
    }
}
