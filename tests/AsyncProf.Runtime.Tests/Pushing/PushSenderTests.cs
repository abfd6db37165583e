using AsyncProf.Pushing;
using AsyncProf.Testing;

namespace AsyncProf.Runtime.Tests.Pushing;

/// <summary>What is tried again and when, on a clock that is set by hand.</summary>
public class PushSenderTests
{
    private static readonly PushAnswer Taken = new(PushOutcome.Taken), Refused = new(PushOutcome.Refused, "it answered 400"), Later = new(PushOutcome.Later, "it answered 503"), Away = new(PushOutcome.Away, "refused");

    private static readonly TimeSpan Never = Timeout.InfiniteTimeSpan, Ten = TimeSpan.FromSeconds(10);

    private readonly VirtualTime _time = new();
    private readonly PushCounts _counts = new();
    private readonly PushQueue _queue;

    public PushSenderTests() => _queue = new PushQueue(1 << 20, _counts);

    [Fact]
    public void Step_WithNothingWaiting_WaitsWithoutEnd() => Assert.Equal(Never, Sender(new ScriptedDoor()).Step(default));

    [Fact]
    public void Step_OfWhatIsTaken_GoesOnAtOnceInTheirOrder()
    {
        PushPart first = Add(), second = Add();
        var door = new ScriptedDoor();
        PushSender sender = Sender(door);

        Assert.Equal([TimeSpan.Zero, TimeSpan.Zero, Never], Steps(sender, 3));
        Assert.Equal([first, second], door.Tried);
        Assert.Equal([Ten, Ten], door.Patience);
        Assert.Equal(2, _counts.Sent);
    }

    [Fact]
    public void Step_OfWhatIsRefused_CountsItAndGoesOnAtOnce()
    {
        Add();
        Add();
        PushSender sender = Sender(new ScriptedDoor(Refused));

        Assert.Equal([TimeSpan.Zero, TimeSpan.Zero, Never], Steps(sender, 3));
        Assert.Equal((1, 1, 0, 0), (_counts.Refused, _counts.Sent, _counts.Dropped, _counts.Retries));
        Assert.Equal("The server refuses it: it answered 400.", _counts.Why);
    }

    [Fact]
    public async Task Step_WhileTheServerIsAway_WaitsTwiceAsLongEachTimeUpToFiveMinutes()
    {
        Add();
        var door = new ScriptedDoor { Then = Away };
        PushSender sender = Sender(door);
        var waits = new List<double>();
        for (int i = 0; i < 13; i++)
        {
            TimeSpan wait = sender.Step(default);
            waits.Add(wait.TotalSeconds);
            Assert.Equal(wait, sender.Step(default)); // too early: nothing is tried
            await PassAsync(wait);
        }

        Assert.Equal([0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300], waits);
        Assert.Equal(13, door.Tried.Count);
        Assert.Equal((13, 0), (_counts.Retries, _counts.Dropped)); // it is not to blame for a server that is away
    }

    [Fact]
    public async Task Step_OnceTheServerIsBack_SendsAllAndBeginsToWaitAnew()
    {
        Add();
        Add();
        Add();
        PushSender sender = Sender(new ScriptedDoor(Away, Away, Taken, Taken, Away));
        await PassAsync(sender.Step(default));
        await PassAsync(sender.Step(default));

        Assert.Equal([TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromSeconds(0.5)], Steps(sender, 3));
        Assert.Equal(2, _counts.Sent);
    }

    [Fact]
    public async Task Step_OfWhatAServerCannotTakeTenTimes_DropsItAndTriesTheNext()
    {
        PushPart first = Add(), second = Add();
        var door = new ScriptedDoor { Then = Later };
        PushSender sender = Sender(door);
        for (int i = 0; i < 11; i++)
            await PassAsync(sender.Step(default));

        Assert.Equal(10, door.Tried.Count(part => part == first));
        Assert.Equal(1, door.Tried.Count(part => part == second));
        Assert.Equal((1, 10), (_counts.Dropped, _counts.Retries));
        Assert.Contains("it answered 503", _counts.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Step_OfWhatItsWayFailsAtTenTimes_WaitsEachTimeAndDropsIt()
    {
        Add();
        PushSender sender = Sender(new BrokenDoor());
        for (int i = 0; i < 10; i++)
            await PassAsync(sender.Step(default));

        Assert.InRange(_time.Now, TimeSpan.FromMinutes(5), TimeSpan.FromHours(1));
        Assert.Equal((1, 9, 0), (_counts.Dropped, _counts.Retries, _queue.Count));
        Assert.Contains("on purpose", _counts.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Step_OnceTheServerIsBack_ForgetsWhatWasInTheWay()
    {
        Add();
        PushSender sender = Sender(new ScriptedDoor(Away));
        await PassAsync(sender.Step(default));
        Assert.NotEmpty(_counts.Why);
        sender.Step(default);

        Assert.Equal("", _counts.Why);
        Add();
        await PassAsync(TimeSpan.FromMinutes(56));
        sender.Step(default);
        Assert.StartsWith("It is older than a store takes", _counts.Why, StringComparison.Ordinal);
        Add();
        sender.Step(default);
        Assert.StartsWith("It is older than a store takes", _counts.Why, StringComparison.Ordinal); // why one was lost stays
    }

    [Theory]
    [InlineData(30, 30)]
    [InlineData(0.1, 0.5)] // never earlier than without
    [InlineData(100_000, 300)] // never later than a bound
    public void Step_WithRetryAfter_HonoursItWithinBounds(double asked, double waited)
    {
        Add();

        Assert.Equal(TimeSpan.FromSeconds(waited), Sender(new ScriptedDoor(Later with { After = TimeSpan.FromSeconds(asked) })).Step(default));
    }

    [Theory]
    [InlineData(0, 0.4)]
    [InlineData(1, 0.6)]
    public void Step_OfManyInstances_SpreadsWhenTheyComeBack(double chance, double waited)
    {
        Add();
        var sender = new PushSender(new ScriptedDoor(Away), _queue, _counts, Ten, _time, () => chance);

        Assert.Equal(waited, sender.Step(default).TotalSeconds, precision: 6);
    }

    [Fact]
    public async Task Step_OfWhatIsTooOldForTheStore_DropsItUntried()
    {
        Add();
        await PassAsync(TimeSpan.FromMinutes(56));
        var door = new ScriptedDoor();

        Assert.Equal(Never, Sender(door).Step(default));
        Assert.Empty(door.Tried);
        Assert.Equal(1, _counts.Dropped);
    }

    [Fact]
    public void Finish_WhileTheServerTakesThem_SendsWhatIsLeft()
    {
        Add();
        Add();
        var door = new ScriptedDoor();
        Sender(door).Finish(TimeSpan.FromSeconds(1), default);

        Assert.Equal((2, 0), (_counts.Sent, _counts.Dropped));
        Assert.All(door.Patience, patience => Assert.Equal(TimeSpan.FromSeconds(1), patience)); // no longer than the stop may wait
    }

    [Fact]
    public void Finish_WithAServerThatIsAway_TriesOnceAndCountsTheRest()
    {
        Add();
        Add();
        Add();
        var door = new ScriptedDoor { Then = Away };
        Sender(door).Finish(TimeSpan.FromSeconds(1), default);

        Assert.Single(door.Tried);
        Assert.Equal((0, 3), (_counts.Sent, _counts.Dropped));
        Assert.Equal("AsyncProf stopped before it was pushed. The server did not take it: refused.", _counts.Why);
    }

    [Fact]
    public void Finish_OnceTheServerWasAway_TriesNothing()
    {
        Add();
        Add();
        var door = new ScriptedDoor(Away);
        PushSender sender = Sender(door);
        sender.Step(default);
        sender.Finish(TimeSpan.FromSeconds(1), default);

        Assert.Single(door.Tried);
        Assert.Equal((0, 2), (_counts.Sent, _counts.Dropped));
    }

    [Fact]
    public async Task Step_ThroughAnHourWithAServerThatIsAwayForHalfOfIt_SendsAllThatTheQueueHolds()
    {
        var door = new ScriptedDoor { Then = Away };
        PushSender sender = Sender(door);
        for (int i = 0; i < 240; i++)
        {
            if (i == 120)
                door.Then = Taken;
            Add();
            for (TimeSpan left = TimeSpan.FromSeconds(15); left > TimeSpan.Zero;)
            {
                TimeSpan wait = sender.Step(default) is var next && next == Never || next > left ? left : next;
                await PassAsync(wait);
                left -= wait;
            }
        }

        Assert.Equal((240, 0, 0), (_counts.Sent, _counts.Dropped, _queue.Count));
        Assert.Equal(240, door.Tried.Distinct().Count());
        Assert.InRange(_counts.Retries, 10, 20); // in half an hour
    }

    private sealed class BrokenDoor : IPushDoor
    {
        public PushAnswer Post(PushPart part, TimeSpan patience, CancellationToken stop) => throw new InvalidOperationException("on purpose");
    }

    private static TimeSpan[] Steps(PushSender sender, int count) => [.. Enumerable.Range(0, count).Select(_ => sender.Step(default))];

    private PushSender Sender(IPushDoor door) => new(door, _queue, _counts, Ten, _time, () => 0.5);

    private PushPart Add()
    {
        var part = new PushPart([1, 2, 3], _time.GetUtcNow().UtcDateTime, TimeSpan.FromSeconds(15));
        _queue.Add(part);
        return part;
    }

    private Task PassAsync(TimeSpan time) => time > TimeSpan.Zero ? _time.RunAsync(() => Task.Delay(time, _time)) : Task.CompletedTask;
}
