using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Testing;

namespace AsyncProf.Core.Tests.Attribution;

/// <summary>What a method spent at each of its awaits: hits, and waiting/ready/running.</summary>
public class AwaitTimesTests
{
    private readonly AwaitTrace _await = new();

    private TraceBuilder Trace => _await.Trace;

    [Fact]
    public void Awaits_OneAfterTheOther_EachHasTheTimeUpToTheNext()
    {
        _await.Knows(1, "P", "Gate.WaitAsync", 10).Knows(2, "P", "Socket.SendAsync", 11);
        Trace.At(1).Begins("P").Place(1).Awaits("P", "T")
            .On(2).At(11).Completes("T").At(13).Runs("P").At(16).Place(2).Awaits("P", "U").Leaves().Leaves()
            .At(20).Completes("U").At(25).Runs("P").At(27).Ends("P").Leaves().Leaves();

        ProfileReading profile = _await.Play();

        Assert.Equal(["Gate.WaitAsync:10 1x 10/2/3", "Socket.SendAsync:11 1x 4/5/2"], AwaitTrace.Awaits(profile, "P"));
        Assert.Equal(["await Gate.WaitAsync", "await Socket.SendAsync"], profile.Stack("P").Children.Select(child => child.Name).Order(StringComparer.Ordinal));
        Assert.Equal(10, profile.Stack("P", "await Gate.WaitAsync").Line);
        profile.Operation("P").Calls(1).Wall(26).Waiting(14).Ready(7).Running(5);
    }

    [Theory]
    [InlineData]
    [InlineData(5L)]
    [InlineData(12L)]
    [InlineData(14L)]
    [InlineData(3L, 5L, 12L, 14L, 22L, 38L)]
    public void Awaits_OfALoop_AreAddedUpWhateverSnapshotsCut(params long[] snapshots)
    {
        _await.Knows(1, "P", "Gate.WaitAsync", 10);
        Trace.At(1).Begins("P").Place(1).Awaits("P", "T0").On(2);
        for (int i = 0; i < 3; i++)
        {
            Trace.At(11 + (i * 13)).Completes($"T{i}").At(13 + (i * 13)).Runs("P").At(14 + (i * 13));
            _ = i < 2 ? Trace.Place(1).Awaits("P", $"T{i + 1}") : Trace.At(41).Ends("P");
            Trace.Leaves().Leaves();
        }

        ProfileReading profile = _await.Play(snapshots);

        Assert.Equal(["Gate.WaitAsync:10 3x 30/6/4"], AwaitTrace.Awaits(profile, "P"));
        Assert.Equal(3, profile.Stack("P", "await Gate.WaitAsync").Calls);
    }

    [Fact]
    public void Await_OfAnotherMethod_WaitsWhateverThatDoes()
    {
        _await.Knows(1, "P", "Shop.A", 10).Knows(9, "A", "Gate.WaitAsync", 20);
        Trace.At(1).Begins("A").Place(9).Awaits("A", "T").Begins("P").Place(1).Awaits("P", "A")
            .On(2).At(11).Completes("T").Runs("A").At(14).Ends("A").Completes("A").At(16).Runs("P").At(19).Ends("P").Leaves().Leaves().Leaves().Leaves();

        ProfileReading profile = _await.Play();

        Assert.Equal(["Shop.A:10 1x 13/2/3"], AwaitTrace.Awaits(profile, "P"));
        Assert.Equal(["Gate.WaitAsync:20 1x 10/0/3"], AwaitTrace.Awaits(profile, "A"));
        profile.Operation("P").TaskSelf(5);
        Assert.Equal((10, 20), (profile.Stack("P", "A").Line, profile.Stack("P", "A", "await Gate.WaitAsync").Line));
    }

    [Fact]
    public void Awaits_OfCallsAtOnce_CountInEach()
    {
        _await.Knows(1, "P", "Gate.WaitAsync", 10);
        Trace.At(1).Begins("P").Place(1).Awaits("P", "T");
        int name = Trace.NameOf("P");
        Trace.Makes("P2", Trace.Names[name]).Place(1).Awaits("P2", "U")
            .On(2).At(11).Completes("T").Runs("P").At(12).Ends("P").Leaves().Leaves()
            .At(21).Completes("U").Runs("P2").At(22).Ends("P2").Leaves().Leaves();

        ProfileReading profile = _await.Play();

        Assert.Equal(["Gate.WaitAsync:10 2x 30/0/2"], AwaitTrace.Awaits(profile, "P"));
        profile.Operation("P").Calls(2).Wall(32);
    }

    [Fact]
    public void Await_ThatHasNotEnded_WaitsToTheEnd()
    {
        _await.Knows(1, "P", "Gate.WaitAsync", 10);
        Trace.At(1).Begins("P").Place(1).Awaits("P", "T").At(51).Begins("Later");

        Assert.Equal(["Gate.WaitAsync:10 1x 50/0/0"], AwaitTrace.Awaits(_await.Play(), "P"));
        Assert.Equal(["Gate.WaitAsync:10 1x 50/0/0"], AwaitTrace.Awaits(_await.Play(20, 30), "P"));
    }

    [Fact]
    public void Waits_ThatNoEventTells_AreTheSilentAwait()
    {
        _await.Source.Silent = new("Socket.ReceiveAsync", false, "Shop.cs", 5, 0);
        Trace.At(1).Begins("P")
            .On(2).At(11).Runs("P").At(13).Leaves()
            .At(20).Runs("P").At(23).Ends("P").Leaves();

        ProfileReading profile = _await.Play();

        Assert.Equal(["Socket.ReceiveAsync:5 2x 17/0/5"], AwaitTrace.Awaits(profile, "P"));
        Assert.Equal(17, ProfileReading.Ticks(profile.Stack("P", "await Socket.ReceiveAsync").ElapsedSelf.WaitingNs));
    }

    [Fact]
    public void Waits_ThatNoEventTells_WithoutCode_AreUnknown()
    {
        Trace.At(1).Begins("P").On(2).At(11).Runs("P").At(13).Leaves().At(20).Runs("P").At(23).Ends("P").Leaves();

        ProfileReading profile = _await.Play();

        Assert.Empty(AwaitTrace.Awaits(profile, "P"));
        Assert.Equal(17, ProfileReading.Ticks(profile.Stack("P", "await (unknown)").ElapsedSelf.WaitingNs));
    }

    [Fact]
    public void Wait_ThatNoEventTells_AfterOneThatWasTold_IsNotTheSameAwait()
    {
        _await.Knows(1, "P", "Gate.WaitAsync", 10);
        _await.Source.Silent = new("Socket.ReceiveAsync", false, "Shop.cs", 15, 0);
        Trace.At(1).Begins("P").Place(1).Awaits("P", "T")
            .On(2).At(11).Completes("T").Runs("P").At(12).Leaves().Leaves()
            .At(20).Runs("P").At(23).Ends("P").Leaves();

        Assert.Equal(["Gate.WaitAsync:10 1x 10/0/1", "Socket.ReceiveAsync:15 1x 8/0/3"], AwaitTrace.Awaits(_await.Play(), "P"));
    }

    [Fact]
    public void Wait_OfAMethodThatBeginsAtAPlace_IsThatAwait()
    {
        _await.Knows(1, "P", "Socket.ReceiveAsync", 10);
        _await.Source.Silent = new("A, B", true, "Shop.cs", 0, -1);
        Trace.At(1).Place(1).Begins("P").On(2).At(11).Runs("P").At(12).Ends("P").Leaves();

        ProfileReading profile = _await.Play();

        Assert.Equal(["Socket.ReceiveAsync:10 1x 10/0/1"], AwaitTrace.Awaits(profile, "P"));
        Assert.Equal(10, profile.Stack("P", "await Socket.ReceiveAsync").Line);
    }

    [Fact]
    public void Yields_AtAPlace_AreReady()
    {
        _await.Knows(1, "P", "Task.Yield", 10).Knows(2, "P", "Task.Yield", 11);
        Trace.At(1).Place(1).Begins("P").Yields().On(2).At(4).Runs("P").At(5).Place(2).Yields().Leaves().At(8).Runs("P").At(10).Ends("P").Leaves();

        Assert.Equal(["Task.Yield:10 1x 0/3/1", "Task.Yield:11 1x 0/3/2"], AwaitTrace.Awaits(_await.Play(), "P"));
    }

    [Fact]
    public void Await_AtAPlaceOfAnotherMethod_IsNotThatOne()
    {
        _await.Knows(1, "Q", "Gate.WaitAsync", 10);
        Trace.At(1).Begins("P").Place(1).Awaits("P", "T").On(2).At(11).Completes("T").Runs("P").At(12).Ends("P").Leaves().Leaves();

        ProfileReading profile = _await.Play();

        Assert.Empty(AwaitTrace.Awaits(profile, "P"));
        Assert.Equal(10, ProfileReading.Ticks(profile.Stack("P", "await Task").ElapsedSelf.WaitingNs));
    }

    [Fact]
    public void Await_OfWhichThePlaceLeavesSeveral_IsToldByWhatWasAwaited()
    {
        _await.Knows(1, "P", "Shop.A, Shop.B", isOneOf: true);
        _await.Source.Call = awaited => awaited.Name == "A" ? new("Shop.A", false, "Shop.cs", 7, 3) : null;
        Trace.At(1).Begins("A").Awaits("A", "T").Begins("P").Place(1).Awaits("P", "A")
            .On(2).At(11).Completes("T").Runs("A").Ends("A").Completes("A").Runs("P").At(12).Place(1).Awaits("P", "U").Leaves().Leaves().Leaves().Leaves()
            .At(20).Completes("U").Runs("P").At(21).Ends("P").Leaves().Leaves();

        Assert.Equal(["(one of Shop.A, Shop.B):0 1x 8/0/1", "Shop.A:7 1x 10/0/1"], AwaitTrace.Awaits(_await.Play(), "P"));
    }

    [Fact]
    public void BlockedTime_AfterAnAwait_IsNotRunning()
    {
        _await.Knows(1, "P", "Gate.WaitAsync", 10);
        Trace.At(1).Begins("P").Place(1).Awaits("P", "T").On(3).At(2).Begins("B").Awaits("B", "V")
            .On(2).At(11).Completes("T").Runs("P").At(13).Blocks("B")
            .On(3).At(20).Completes("V").Runs("B").Ends("B").Leaves().Leaves()
            .On(2).At(24).Ends("P").Leaves().Leaves();

        ProfileReading profile = _await.Play();

        profile.Operation("P").Blocked(7).Running(6);
        Assert.Equal(["Gate.WaitAsync:10 1x 10/0/6"], AwaitTrace.Awaits(profile, "P"));
    }

    [Fact]
    public void LentTime_AfterAnAwait_IsNotReady()
    {
        _await.Knows(1, "P", "Gate.WaitAsync", 10).Knows(2, "C", "Gate.WaitAsync", 20);
        Trace.At(1).Begins("P").Place(1).Awaits("P", "T").Begins("C").Place(2).Awaits("C", "U")
            .On(2).At(11).Completes("T").At(12).Runs("P").At(14).Completes("U").Runs("C").At(19).Ends("C").Leaves().Leaves().At(21).Ends("P").Leaves().Leaves();

        ProfileReading profile = _await.Play();

        profile.Operation("P").Ready(6);
        Assert.Equal(["Gate.WaitAsync:10 1x 10/1/4"], AwaitTrace.Awaits(profile, "P")); // it was the thread's that went on with it
    }

    [Fact]
    public void PooledMethod_AtAPlace_HasItsNameAndAwait()
    {
        _await.Knows(3, "Cached", "Gate.WaitAsync", 30);
        Trace.At(1).Place(3).SomebodyAwaits("T").Begins("P")
            .On(2).At(11).Completes("T").At(13).Runs("P").At(14).Ends("P").Leaves().Leaves();

        ProfileReading profile = _await.Play();

        Assert.Equal(["Gate.WaitAsync:30 1x 10/0/2"], AwaitTrace.Awaits(profile, "Cached"));
        Assert.Equal(12, ProfileReading.Ticks(profile.Stack("P", "Cached").ElapsedTotal.TotalNs));
        Assert.DoesNotContain(profile.Profile.Methods, row => row.Method.StartsWith("(pooled", StringComparison.Ordinal));
    }

    [Fact]
    public void Leaf_ThatAMethodCompleted_KeepsBothNames()
    {
        _await.Knows(1, "P", "SemaphoreSlim.WaitAsync", 10);
        Trace.At(1).Begins("P").Place(1).Awaits("P", "T").Begins("C").Yields()
            .On(2).At(5).Runs("C").At(7).Completes("T").Runs("P").At(8).Ends("P").Leaves().Leaves().At(9).Ends("C").Leaves();

        ProfileReading profile = _await.Play();

        CallNode leaf = profile.Stack("P", "await SemaphoreSlim.WaitAsync, completed by C");
        Assert.Equal((WaitKind.CompletedBy, "C", "SemaphoreSlim.WaitAsync"), (leaf.Frame.Wait, leaf.Frame.Target, leaf.Frame.On));
        Assert.Equal(["SemaphoreSlim.WaitAsync:10 1x 6/0/1"], AwaitTrace.Awaits(profile, "P"));
    }

    [Theory]
    [InlineData("", false, "await (unknown), resumed by C")]
    [InlineData("Channel.ReadAsync", false, "await Channel.ReadAsync, resumed by C")]
    [InlineData("Channel.ReadAsync, Socket.ReceiveAsync", true, "await (one of Channel.ReadAsync, Socket.ReceiveAsync), resumed by C")]
    public void Leaf_OfAnUntoldWaitThatEndsInAnother_IsWhatIsAwaitedAndWhoWokeIt(string on, bool isOneOf, string expected)
    {
        _await.Source.Silent = new(on, isOneOf, "Shop.cs", 4, -1);
        Trace.At(1).Begins("P").Begins("C").Yields()
            .On(2).At(5).Runs("C").At(7).Runs("P").At(8).Ends("P").Leaves().At(9).Ends("C").Leaves();

        Assert.Equal(6, ProfileReading.Ticks(_await.Play().Stack("P", expected).ElapsedSelf.WaitingNs));
    }

    [Fact]
    public void Leaf_OfATaskWithoutAPlace_IsWhatTheCodeLeavesPossible()
    {
        _await.Source.Task = new("SemaphoreSlim.WaitAsync, Channel.Completion", true, "Shop.cs", 0, -1);
        Trace.At(1).Begins("P").Awaits("P", "T").On(2).At(11).Completes("T").Runs("P").At(12).Ends("P").Leaves().Leaves();

        ProfileReading profile = _await.Play();

        Assert.Equal(WaitKind.Task, profile.Stack("P", "await (one of SemaphoreSlim.WaitAsync, Channel.Completion)").Frame.Wait);
        Assert.Equal(["(one of SemaphoreSlim.WaitAsync, Channel.Completion):0 1x 10/0/1"], AwaitTrace.Awaits(profile, "P"));
    }

    [Fact]
    public void Leaf_ThatTheTplNames_KeepsThatName()
    {
        _await.Knows(1, "P", "Clock.Wait", 10);
        Trace.At(1).Makes("D", "Task.Delay").Begins("P").Place(1).Awaits("P", "D").On(2).At(11).Completes("D").Runs("P").At(12).Ends("P").Leaves().Leaves();

        ProfileReading profile = _await.Play();

        Assert.Equal(10, profile.Stack("P", "await Task.Delay").Line);
        Assert.Equal(["Clock.Wait:10 1x 10/0/1"], AwaitTrace.Awaits(profile, "P"));
    }

    [Fact]
    public void PassingMethods_BetweenTwo_StandBetweenThemWithoutCalls()
    {
        _await.Knows(1, "P", "Shop.Mediator.Send", 10);
        _await.Source.Places[1] = _await.Source.Places[1] with { Through = "Shop.Mediator.Send\nShop.Decorator.Send" };
        Trace.At(1).Begins("A").Awaits("A", "T").Begins("P").Place(1).Awaits("P", "A")
            .On(2).At(11).Completes("T").Runs("A").Ends("A").Completes("A").Runs("P").At(12).Ends("P").Leaves().Leaves().Leaves().Leaves();

        ProfileReading profile = _await.Play();

        CallNode mediator = profile.Stack("P", "Shop.Mediator.Send");
        Assert.Equal((10, true, 0L, 0L), (mediator.Line, mediator.Frame.PassesOn, mediator.Calls, mediator.ElapsedSelf.TotalNs));
        Assert.Equal(10, ProfileReading.Ticks(profile.Stack("P", "Shop.Mediator.Send", "Shop.Decorator.Send", "A").ElapsedTotal.TotalNs));
    }
}
