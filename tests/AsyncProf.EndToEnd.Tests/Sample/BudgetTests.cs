using AsyncProf.EndToEnd.Tests.Recording;
using AsyncProf.Profiles;
using AsyncProf.Testing.Processes;

namespace AsyncProf.EndToEnd.Tests.Sample;

/// <summary>Recordings over EventPipe that may cost only so much.</summary>
[Collection(RecordingCollection.Name)]
public sealed class BudgetTests : IDisposable
{
    private const int Users = 8;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Attached_ToAnAppUnderLoad_IsRecordedInWindows()
    {
        await using SampleProcess sample = await SampleProcess.StartAsync(new Dictionary<string, string> { ["AsyncProf__Enabled"] = "false" });
        var load = new SampleLoad(sample.Client);
        using var stop = new CancellationTokenSource();
        Task loading = load.RunAsync(Users, stop.Token);

        RecordingInfo info = await RecordAsync("--budget", "0.1%", "-d", "14", "--pid", $"{sample.Id}");

        await stop.CancelAsync();
        await loading;
        Assert.Equal("eventpipe", info.Source);
        Assert.InRange(info.Pauses, 1, 15);
        Assert.InRange(info.ObservedShare, 0.001, 0.8);
        Assert.InRange(info.DurationNs, 12_000_000_000, 60_000_000_000);
        Assert.Equal(0, await sample.StopAsync());
        Assert.Contains(Profile().Methods, row => row.Method == "Shop.Orders.MemoryOrderStore.LoadAsync" && row.Calls > 0);
    }

    [Fact]
    public async Task Launched_AProgramThatCostsLittle_IsRecordedAsAWhole()
    {
        RecordingInfo info = await RecordAsync("--budget", "50%", "--", TargetBuilds.Program("net10.0"), "end", "0");

        Assert.Equal(("eventpipe", 0, 1), (info.Source, info.Pauses, info.ObservedShare));
        Assert.Equal(40, Profile().Methods.Single(row => row.Method == "AsyncProf.Target.Work.StepAsync").Calls);
    }

    private async Task<RecordingInfo> RecordAsync(params string[] arguments)
    {
        (int code, string output, string errors) = await Tool.RunAsync(["record", "--source", "eventpipe", "-o", Path.Combine(_directory.FullName, "x.pb.gz"), .. arguments]);
        Assert.True(code == 0, output + errors);
        RecordingInfo info = Profile().Recording;
        Assert.Equal((0, 0, 0, 0), (info.BrokenOff, info.LostEvents, info.Unbalanced, info.IllegalTransitions));
        return info;
    }

    private AsyncProfile Profile() => AsyncProfile.Load(Path.Combine(_directory.FullName, "x.pb.gz"));
}
