using AsyncProf.EndToEnd.Tests.Recording;
using AsyncProf.Testing;
using AsyncProf.Testing.Processes;
using AsyncProf.Testing.Stores;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.EndToEnd.Tests.Faults;

/// <summary>An app that profiles itself, published trimmed: of the framework, and of the profiler, only that is left which the app uses.</summary>
[Collection(RecordingCollection.Name)]
[Trait(Timing.Name, Timing.Free)]
public class TrimmedHostTests(PublishedPrograms published)
{
    private const string Name = "AsyncProf.Hosted";

    /// <summary>All has to be compiled that is called.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    [Fact]
    [Trait(Tier.Name, Tier.Deep)]
    public async Task Serve_Trimmed_IsProfiledDirectlyAndTheAppIsWell()
    {
        await using var app = RunningProgram.Start(await PublishAsync(), "serve");
        Assert.Equal("ready", await app.ReadLineAsync());
        Assert.Equal("49", await app.AskAsync("square 7"));

        await Eventually.TrueAsync(() => app.AskAsync("status").GetAwaiter().GetResult()!.Split('|') is ["on", "direct", "", not "0", "0", "0"], Patience);

        Assert.StartsWith("off|direct|", await app.AskAsync("off"), StringComparison.Ordinal);
        Assert.Equal("81", await app.AskAsync("square 9"));
        Assert.Equal(0, await app.EndAsync());
    }

    [Fact]
    [Trait(Tier.Name, Tier.Deep)]
    public async Task Serve_TrimmedWithAStore_PushesByOptionsOfEveryKind()
    {
        using var store = new PyroscopeStandIn();
        var options = new Dictionary<string, string>
        {
            ["AsyncProf__Push__Endpoint"] = store.Server.Url,
            ["AsyncProf__Push__Interval"] = "00:00:01",
            ["AsyncProf__Push__ServiceName"] = "shop",
            ["AsyncProf__Push__Labels__region"] = "north",
            ["AsyncProf__Push__Headers__Authorization"] = "Bearer x",
            ["AsyncProf__Push__SampleLabels"] = "Root, RootKind",
        };
        await using var app = RunningProgram.Start(await PublishAsync(), ["serve"], options);
        Assert.Equal("ready", await app.ReadLineAsync());

        await Eventually.TrueAsync(() => app.AskAsync("square 7").GetAwaiter().GetResult() == "49" && store.Series.Keys.Any(IsOfThePrograms), Patience);

        Assert.Empty(store.Refusals);
        Assert.All(store.Server.Requests, request => Assert.Equal("Bearer x", request.Header("Authorization")));
        Assert.All(store.Series.Keys, series => Assert.Contains("\nregion=north\nservice_instance_id=", series.Labels, StringComparison.Ordinal));
        Assert.Equal(0, await app.EndAsync());
    }

    [Fact]
    [Trait(Tier.Name, Tier.Deep)]
    public async Task Serve_TrimmedWithATrigger_OpensAWindow()
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("asyncprof-tests-");
        try
        {
            var options = new Dictionary<string, string>
            {
                ["AsyncProf__Triggers__PoolDelay"] = "00:00:00.0000001", // no pool is that quick
                ["AsyncProf__Triggers__MaximumDuration"] = "00:00:01",
                ["AsyncProf__Triggers__Directory"] = directory.FullName,
            };
            await using var app = RunningProgram.Start(await PublishAsync(), ["serve"], options);
            Assert.Equal("ready", await app.ReadLineAsync());

            await Eventually.TrueAsync(() => directory.GetFiles("*-window.pb.gz").Length > 0, Patience);

            Assert.Equal(0, await app.EndAsync());
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    /// <summary>The program itself is the root, and still open.</summary>
    private static bool IsOfThePrograms(StoredSeries series) => series.Labels.Contains("\nasyncprof_root=Program.Main\nasyncprof_root_kind=open\n", StringComparison.Ordinal);

    private Task<string> PublishAsync()
    {
        string built = Path.GetDirectoryName(Built.Path("tests/programs/" + Name, Name + ".dll"))!;
        return published.GetAsync(Name, "net10.0", "Release", "-p:PublishTrimmed=true", "-p:Profiler=" + built);
    }
}
