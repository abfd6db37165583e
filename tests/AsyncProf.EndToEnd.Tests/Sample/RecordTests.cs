using System.Diagnostics;
using System.Globalization;
using AsyncProf.Decoding;
using AsyncProf.Profiles;
using AsyncProf.Recording;
using AsyncProf.Testing.Processes;
using AsyncProf.Testing.Tiers;
using Xunit.Abstractions;

namespace AsyncProf.EndToEnd.Tests.Sample;

/// <summary><c>asyncprof record</c> on the sample, which knows nothing of it.</summary>
[Collection(Recording.RecordingCollection.Name)]
public sealed class RecordTests(ITestOutputHelper output) : IDisposable
{
    private const int Users = 4;
    private static readonly int Warm = Tier.Count(fast: 2, deep: 5);

    /// <summary><c>bench/endurance.sh</c> asks for more.</summary>
    private static readonly int Cycles = int.TryParse(Environment.GetEnvironmentVariable("ASYNCPROF_CYCLES"), CultureInfo.InvariantCulture, out int cycles) ? cycles : Tier.Count(fast: 4, deep: 15);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData(nameof(RecordingSource.EventPipe))]
    [DeepInlineData(nameof(RecordingSource.Agent))]
    public async Task Attached_AgainAndAgainUnderLoad_SeesTheRequestsAndLeavesNothingBehind(string source)
    {
        await using SampleProcess sample = await SampleProcess.StartAsync(new Dictionary<string, string> { ["AsyncProf__Enabled"] = "false" });
        var load = new SampleLoad(sample.Client);
        using var stop = new CancellationTokenSource();
        Task loading = load.RunAsync(Users, stop.Token);
        await RecordAsync(sample, Enum.Parse<RecordingSource>(source), Warm);
        await Task.Delay(1_000);
        (int threads, long bytes) = SizeOf(sample);

        await RecordAsync(sample, Enum.Parse<RecordingSource>(source), Cycles);

        await stop.CancelAsync();
        await loading;
        (int Threads, long Bytes) after = SizeOf(sample);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{source}: {Cycles} cycles; {load.Sent} requests, {load.Wrong.Count} wrong; threads {threads} -> {after.Threads}, MiB {bytes >> 20} -> {after.Bytes >> 20}"));
        Assert.Empty(load.Wrong);
        Assert.True(after.Threads <= threads + 2, $"{after.Threads} threads, {threads} before");
        Assert.True(after.Bytes < bytes + (100L << 20), $"{after.Bytes >> 20} MiB, {bytes >> 20} before");
        Assert.Equal(0, await sample.StopAsync());
    }

    [Fact]
    public async Task Attached_ToAnAppThatProfilesItself_SharesItsCapture()
    {
        await using SampleProcess sample = await SampleProcess.StartAsync(new Dictionary<string, string>());
        var load = new SampleLoad(sample.Client);
        using var stop = new CancellationTokenSource();
        Task loading = load.RunAsync(Users, stop.Token);

        await RecordAsync(sample, RecordingSource.Agent, Warm, "hosted");

        await stop.CancelAsync();
        await loading;
        Assert.Empty(load.Wrong);
        Assert.Equal(0, await sample.StopAsync());
    }

    /// <summary>Attaches for a moment, as often as is asked for, and looks at what came of the last time.</summary>
    private async Task RecordAsync(SampleProcess sample, RecordingSource source, int times, string? told = null)
    {
        string path = Path.Combine(_directory.FullName, "x.nettrace");
        for (int i = 0; i < times; i++)
        {
            await using FileStream file = File.Create(path);
            using StartedRecording started = await StartedRecording.StartAsync(TargetProcess.Of(sample.Id), source, isLaunched: false, Assert.Fail);
            await started.WriteAsync(file, Assert.Fail, CancellationToken.None);
            await Task.Delay(i == times - 1 ? 4_000 : 100);
            await started.Recorder.StopAsync();
        }

        AsyncProfile profile = NettraceProfile.Load(path);
        Assert.Equal(told ?? (source == RecordingSource.Agent ? "agent" : "eventpipe"), profile.Recording.Source);
        Assert.Contains(profile.Methods, row => row.Method == "Shop.Orders.MemoryOrderStore.LoadAsync" && row.Calls > 0);
        Assert.Contains(profile.Roots, root => root.Name.StartsWith("GET /", StringComparison.Ordinal) && root.Count > 0);
        Assert.Equal(profile.Tree.ElapsedTotal.TotalNs, profile.Methods.Sum(row => row.ElapsedSelf.TotalNs));
        Assert.Equal((0, 0, 0), (profile.Recording.LostEvents, profile.Recording.LostBatches, profile.Recording.Unbalanced));
    }

    /// <summary>Its threads without the pool's and the compiler's, which come and go with the load, and its memory.</summary>
    private static (int Threads, long Bytes) SizeOf(SampleProcess sample)
    {
        using Process process = Process.GetProcessById(sample.Id);
        int theirs = Recording.ThreadNames.Of(sample.Id).Count(name => !name.StartsWith(".NET TP", StringComparison.Ordinal) && !name.StartsWith(".NET Tiered", StringComparison.Ordinal));
        return (theirs, process.WorkingSet64);
    }

    [Fact]
    [Trait(Tier.Name, Tier.Deep)]
    public async Task Launched_FromItsStart_SeesWhatTheDemoSeesOfItself()
    {
        string file = Path.Combine(_directory.FullName, "x.pb.gz");

        await ToolAsync("record", "-o", file, "--", "dotnet", Built.Path("samples/WebApi", "WebApi.dll"), "--demo");

        AsyncProfile outside = AsyncProfile.Load(file), inside = AsyncProfile.Load(Path.Combine(_directory.FullName, "asyncprof-demo.pb.gz"));
        Assert.Equal("WebApi", outside.Recording.Process);
        foreach (string method in (string[])["Shop.Orders.MemoryOrderStore.LoadAsync", "Shop.Orders.OrderService.GetAsync", "Shop.Orders.OrderQueue.PlaceAsync"])
        {
            MethodRow seen = outside.Methods.Single(row => row.Method == method), told = inside.Methods.Single(row => row.Method == method);
            Assert.True(seen.Calls >= told.Calls, $"{method}: {seen.Calls} calls were seen from outside and {told.Calls} inside, which began later");
            Assert.InRange(seen.P50Ns, told.P50Ns / 2, told.P50Ns * 2);
        }
    }

    private async Task ToolAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _directory.FullName };
        foreach (string argument in (string[])[Built.Path("src/AsyncProf.Cli", "asyncprof.dll"), .. arguments])
            start.ArgumentList.Add(argument);
        using Process tool = Process.Start(start)!;
        Task<string> errors = tool.StandardError.ReadToEndAsync();
        await tool.StandardOutput.ReadToEndAsync();
        await tool.WaitForExitAsync();
        Assert.True(tool.ExitCode == 0, await errors);
    }
}
