using System.Diagnostics;
using System.Globalization;
using AsyncProf.Decoding;
using AsyncProf.EndToEnd.Tests.Recording;
using AsyncProf.Recording.Processes;
using AsyncProf.Testing;
using AsyncProf.Testing.Processes;
using AsyncProf.Testing.Tiers;
using Xunit.Abstractions;

namespace AsyncProf.EndToEnd.Tests.Sample;

/// <summary>
/// Recorders that are killed at any moment beside an app under load. <c>bench/endurance.sh</c> runs it for longer; what the tests need of it is in every run of the deep tier.
/// </summary>
[Collection(RecordingCollection.Name)]
public sealed class EnduranceTests(ITestOutputHelper output) : IDisposable
{
    private const int Users = 4, LongestMilliseconds = 1_500, ReadableBytes = 4_096;

    private static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("ASYNCPROF_KILLS"), CultureInfo.InvariantCulture, out int kills) ? kills : 9;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    [Trait(Tier.Name, Tier.Deep)]
    public async Task Recorders_KilledAtAnyMomentUnderLoad_LeaveAllProcessesAndFilesAsTheyShould()
    {
        await using SampleProcess sample = await SampleProcess.StartAsync(new Dictionary<string, string> { ["AsyncProf__Enabled"] = "false" });
        var load = new SampleLoad(sample.Client);
        using var stop = new CancellationTokenSource();
        Task loading = load.RunAsync(Users, stop.Token);
        foreach (string source in (string[])["agent", "eventpipe"])
            await AssertRecordsAsync(sample.Id, source);
        (int threads, int handles, long bytes) = SizeOf(sample.Id);

        var random = new Random(Kills);
        var launched = new List<string>();
        var killed = new List<int>(); // others may leave folders for a moment: tests that run at the same time
        for (int i = 0; i < Kills; i++)
        {
            string file = Path.Combine(_directory.FullName, $"{i}.nettrace"), done = Path.Combine(_directory.FullName, $"{i}.done");
            string[] arguments = (i % 3) switch
            {
                0 => ["--pid", Text(sample.Id), "--source", "agent"],
                1 => ["--pid", Text(sample.Id), "--source", "eventpipe"],
                _ => ["--", "sh", "-c", $"{TargetBuilds.Program("net10.0")} end 3; touch {done}"],
            };
            using Process tool = Tool.Start(["record", "-o", file, .. arguments]);
            await Task.Delay(random.Next(LongestMilliseconds));
            tool.Kill();
            await tool.WaitForExitAsync();
            killed.Add(tool.Id);
            if (i % 3 == 2)
                launched.Add(done);
        }

        // A command that was never started is as good as one that has ended: that it was is seen by its shell.
        await Eventually.TrueAsync(() => !ProcFiles.Pids().Any(pid => ProcFiles.CommandLineOf(pid).Any(word => word.Contains(_directory.FullName, StringComparison.Ordinal))), TimeSpan.FromSeconds(60));
        foreach (string source in (string[])["agent", "eventpipe"])
            await AssertRecordsAsync(sample.Id, source);
        await stop.CancelAsync();
        await loading;
        await Task.Delay(2_000);
        (int Threads, int Handles, long Bytes) after = SizeOf(sample.Id);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Kills} kills; {load.Sent} requests, {load.Wrong.Count} wrong; threads {threads} -> {after.Threads}, descriptors {handles} -> {after.Handles}, MiB {bytes >> 20} -> {after.Bytes >> 20}; {launched.Count(File.Exists)} of {launched.Count} launched commands ran to their end"));
        Assert.Empty(load.Wrong);
        Assert.True(after.Threads <= threads + 2, $"{after.Threads} threads, {threads} before");
        Assert.True(after.Handles <= handles + 2, $"{after.Handles} descriptors, {handles} before");
        Assert.True(after.Bytes < bytes + (100L << 20), $"{after.Bytes >> 20} MiB, {bytes >> 20} before");
        Assert.All(_directory.GetFiles("*.nettrace").Where(file => file.Length >= ReadableBytes), file => NettraceProfile.Load(file.FullName));
        Assert.Empty(killed.SelectMany(ToolFolders.Of));
        Assert.Equal(0, await sample.StopAsync());
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private async Task AssertRecordsAsync(int pid, string source)
    {
        (int code, _, string errors) = await Tool.RunAsync("record", "--pid", Text(pid), "--source", source, "-d", "700ms", "-o", Path.Combine(_directory.FullName, "whole.pb.gz"), "--force");
        Assert.True(code == 0, errors);
        Assert.DoesNotContain("does not answer", errors, StringComparison.Ordinal);
    }

    /// <summary>Its threads without those that come and go with the load, its descriptors without connections, and its memory.</summary>
    private static (int Threads, int Handles, long Bytes) SizeOf(int pid)
    {
        using Process process = Process.GetProcessById(pid);
        int threads = ThreadNames.Of(pid).Count(name => !name.StartsWith(".NET TP", StringComparison.Ordinal) && !name.StartsWith(".NET Tiered", StringComparison.Ordinal));
        int handles = Directory.GetFileSystemEntries($"/proc/{pid}/fd").Count(path => !IsSocket(path));
        return (threads, handles, process.WorkingSet64);
    }

    /// <summary>Whether a descriptor is of a connection; one that has been closed meanwhile was.</summary>
    private static bool IsSocket(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: false)?.Name.StartsWith("socket:", StringComparison.Ordinal) == true;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
