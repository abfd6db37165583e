using AsyncProf.Hosting;
using AsyncProf.Profiles;
using AsyncProf.Pushing;
using AsyncProf.Testing;
using AsyncProf.Testing.Stores;

namespace AsyncProf.Runtime.Tests.Pushing;

/// <summary>What is pushed on the thread, and what becomes of it when that ends.</summary>
public class PushThreadTests
{
    private readonly PushCounts _counts = new();
    private readonly ScriptedDoor _door = new();

    [Fact]
    public async Task Add_OfProfiles_PushesThem()
    {
        using PushThread thread = Start();
        for (int i = 0; i < 3; i++)
            thread.Add(Profile());

        await Eventually.TrueAsync(() => _counts.Sent == 3);
    }

    [Fact]
    public async Task Add_OfAProfileOfNothing_PushesNothing()
    {
        using PushThread thread = Start();
        thread.Add(new ScriptedProfile().Build());
        thread.Add(Profile());

        await Eventually.TrueAsync(() => _counts.Sent == 1);
        Assert.Single(_door.Tried);
    }

    [Fact]
    public void Dispose_WithOneLeft_PushesIt()
    {
        PushThread thread = Start();
        thread.Add(Profile());
        thread.Dispose();

        Assert.Equal((1, 0), (_counts.Sent, _counts.Dropped));
    }

    [Fact]
    public void Add_OnceItHasEnded_CountsWhatIsLost()
    {
        PushThread thread = Start();
        thread.Dispose();
        thread.Add(Profile());

        Assert.Equal((0, 1), (_counts.Sent, _counts.Dropped));
    }

    [Fact]
    public async Task Dispose_WhileAServerSaysNothing_EndsAndCountsAllThatIsLost()
    {
        using var store = new PyroscopeStandIn();
        store.Server.IsSilent = true;
        PushThread thread = PushThread.Start(new PushOptions { Endpoint = store.Server.Url }.ToSettings()!, _counts);
        thread.Add(Profile());
        await Eventually.TrueAsync(() => store.Server.Requests.Count == 1);
        thread.Add(Profile());
        thread.Dispose();

        await Eventually.TrueAsync(() => _counts.Dropped == 2);
        Assert.Single(store.Server.Requests);
    }

    [Fact]
    public async Task Add_ToAServerThatComesBack_LosesNothing()
    {
        using var store = new PyroscopeStandIn();
        int asked = 0;
        store.Instead = _ => asked++ == 0 ? new StandInAnswer(503) : null;
        using PushThread thread = PushThread.Start(new PushOptions { Endpoint = store.Server.Url }.ToSettings()!, _counts);
        for (int i = 0; i < 4; i++)
            thread.Add(Profile());

        await Eventually.TrueAsync(() => _counts.Sent == 4);
        Assert.Equal((4, 1, 0), (store.Profiles.Count, _counts.Retries, _counts.Dropped));
    }

    private static AsyncProfile Profile()
    {
        var script = new ScriptedProfile();
        script.Root("GET /a", 1, runningNs: 10);
        return script.Build(new RecordingInfo { StartUtc = DateTime.UtcNow, DurationNs = 1 });
    }

    private PushThread Start()
    {
        var queue = new PushQueue(1 << 20, _counts);
        return new PushThread(new ProfileParts(new SeriesBound(PushedLabels.None, 1)), queue, new PushSender(_door, queue, _counts, TimeSpan.FromSeconds(10), TimeProvider.System, () => 0.5), _counts);
    }
}
