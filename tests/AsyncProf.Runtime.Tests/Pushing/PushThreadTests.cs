using AsyncProf.Events;
using AsyncProf.Hosting;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Pushing;
using AsyncProf.Testing;
using AsyncProf.Testing.Stores;

namespace AsyncProf.Runtime.Tests.Pushing;

/// <summary>What is pushed on the thread, and what becomes of it when that ends.</summary>
public class PushThreadTests
{
    /// <summary>For a machine that has other things to do.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

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
        PushThread thread = Start(patience: Patience);
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
        PushSettings settings = new PushOptions { Endpoint = store.Server.Url }.ToSettings()!;
        PushThread thread = Start(new PushClient(settings.Endpoint, PushFormat.Of(settings), new VirtualTime())); // whose time never comes
        thread.Add(Profile());
        await Eventually.TrueAsync(() => store.Server.Requests.Count == 1);
        thread.Add(Profile());
        thread.Dispose();

        await Eventually.TrueAsync(() => _counts.Dropped == 2);
        Assert.Contains("AsyncProf stopped before it was pushed.", _counts.Why, StringComparison.Ordinal);
        Assert.Single(store.Server.Requests);
    }

    [Fact]
    public async Task Dispose_WhileAServerThatWasAwayIsTriedAgain_WaitsForNothing()
    {
        var door = new StuckDoor();
        PushThread thread = Start(door, patience: TimeSpan.FromHours(1));
        thread.Add(Profile());
        await Eventually.TrueAsync(() => door.Tries == 2);
        var end = new Thread(thread.Dispose) { IsBackground = true };
        end.Start();

        await Eventually.TrueAsync(() => !end.IsAlive);
        Assert.Equal((2, 1), (door.Tries, _counts.Dropped));
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

    [Fact]
    public async Task Add_OfAProfileOfMorePartsThanMayWait_PushesThemAll()
    {
        using PushThread thread = Start(maximumBytes: 1);
        thread.Add(Large());

        await Eventually.TrueAsync(() => _counts.Sent == 4, Patience);
        Assert.Equal(0, _counts.Dropped);
    }

    [Fact]
    public async Task Add_OfWhatCannotBeShaped_CountsItAndGoesOn()
    {
        using PushThread thread = Start();
        thread.Add(Broken());
        thread.Add(Profile());

        await Eventually.TrueAsync(() => _counts.Sent == 1);
        Assert.Equal(1, _counts.Dropped);
    }

    [Fact]
    public async Task Dispose_WithOneLeftThatCannotBeShaped_PushesTheRest()
    {
        var door = new GatedDoor();
        PushThread thread = Start(door, patience: Patience);
        thread.Add(Profile());
        await Eventually.TrueAsync(() => door.IsAsked);
        thread.Add(Broken());
        thread.Add(Profile());
        var end = new Thread(thread.Dispose) { IsBackground = true };
        end.Start();
        await Eventually.TrueAsync(() => end.ThreadState.HasFlag(ThreadState.WaitSleepJoin)); // it waits for the last ones
        door.Open();
        end.Join();

        Assert.Equal((2, 1), (_counts.Sent, _counts.Dropped));
    }

    [Fact]
    public async Task Add_WhileARequestTakesVeryLong_KeepsAFew()
    {
        var door = new GatedDoor();
        using PushThread thread = Start(door);
        thread.Add(Profile());
        await Eventually.TrueAsync(() => door.IsAsked);
        for (int i = 0; i < 6; i++)
            thread.Add(Profile());

        Assert.Equal(2, _counts.Dropped);
        Assert.StartsWith("Requests take too long", _counts.Why, StringComparison.Ordinal);
        door.Open();
        await Eventually.TrueAsync(() => _counts.Sent == 5);
    }

    private static AsyncProfile Profile()
    {
        var script = new ScriptedProfile();
        script.Root("GET /a", 1, runningNs: 10);
        return script.Build(new RecordingInfo { StartUtc = DateTime.UtcNow, DurationNs = 1 });
    }

    /// <summary>One of more samples than a store takes at once.</summary>
    private static AsyncProfile Large()
    {
        var script = new ScriptedProfile();
        for (int i = 0; i < 40_000; i++)
            script.Root($"GET /{i}", 1, runningNs: 5);
        return script.Build(new RecordingInfo { StartUtc = DateTime.UtcNow, DurationNs = 1 });
    }

    /// <summary>One with a stack that is not there.</summary>
    private static AsyncProfile Broken()
    {
        var data = new ProfileDataBuilder();
        data.Add(new StackCharge(99, new ChargeTags(RootKind.Operation, OperationStatus.Completed, AwaitedBy.Parent, -1), new Measures(1, 1, default, default)));
        return new AsyncProfile(new RecordingInfo { StartUtc = DateTime.UtcNow, DurationNs = 1 }, data.Build());
    }

    private PushThread Start(IPushDoor? door = null, long maximumBytes = 1 << 20, TimeSpan? patience = null)
    {
        var queue = new PushQueue(maximumBytes, _counts);
        return new PushThread(new ProfileParts(new SeriesBound(PushedLabels.None, 1)), queue, new PushSender(door ?? _door, queue, _counts, TimeSpan.FromSeconds(10), TimeProvider.System, () => 0.5), _counts, patience);
    }

    /// <summary>Cannot be reached, and from the second time on says nothing until it is given up.</summary>
    private sealed class StuckDoor : IPushDoor
    {
        private int _tries;

        public int Tries => Volatile.Read(ref _tries);

        public PushAnswer Post(PushPart part, TimeSpan patience, CancellationToken stop)
        {
            if (Interlocked.Increment(ref _tries) > 1)
                stop.WaitHandle.WaitOne();
            return new PushAnswer(PushOutcome.Away, "it is not there");
        }
    }
}
