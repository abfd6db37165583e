using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Triggers;

namespace AsyncProf.Runtime.Tests.Triggers;

/// <summary>When windows open and end, in ticks that pass by hand.</summary>
public class WindowTriggerTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1), Minute = TimeSpan.FromMinutes(1), Hour = TimeSpan.FromHours(1), Day = TimeSpan.FromDays(1);

    [Fact]
    public void SlowRequest_ThatEnds_OpensAWindowForTheNextOnesOfItsRoute()
    {
        var harness = new TriggerHarness(TriggerHarness.Usual with { Requests = 3 });

        harness.Request("GET /orders", 400);
        harness.Pass(Second);
        Assert.Equal(0, harness.Deep);

        harness.Request("GET /orders", 900, trace: 0x4bf92f3577b34da6);
        harness.Pass(Second);
        Assert.Equal(1, harness.Deep);

        for (int i = 0; i < 3; i++)
        {
            harness.Request("GET /others", 1);
            harness.Request("GET /orders", 1);
        }

        Assert.False(harness.Open.Includes(0));
        harness.Pass(Second);
        Assert.Equal(0, harness.Deep);
        RecordingInfo recording = Assert.Single(harness.Kept).Profile.Recording;
        Assert.Equal(new TriggerInfo("slow-request: 900 ms, more than 500 ms", "GET /orders", "4bf92f3577b34da64bf92f3577b34da6"), recording.Trigger);
        Assert.Equal(3, harness.Kept[0].Requests);
        Assert.Equal(1, harness.Status.DeepWindows);
    }

    [Fact]
    public void FailedRequest_WhereItIsAskedFor_OpensAWindow()
    {
        var harness = new TriggerHarness(TriggerHarness.Usual with { SlowRequest = null, FailedRequest = true });

        harness.Request("GET /orders", 5000);
        harness.Pass(Second);
        Assert.Equal(0, harness.Deep);

        harness.Request("GET /orders", 5, failed: true);
        harness.Pass(Minute + Second);

        Assert.Equal(new TriggerInfo("failed-request: after 5.00 ms", "GET /orders", ""), Assert.Single(harness.Kept).Profile.Recording.Trigger);
    }

    [Fact]
    public void FailedRequest_WhereItIsNotAskedFor_OpensNone()
    {
        var harness = new TriggerHarness(TriggerHarness.Usual);

        harness.Request("GET /orders", 5, failed: true);
        harness.Pass(Second);

        Assert.Equal(0, harness.Status.DeepWindows);
    }

    [Fact]
    public void Connection_ThatEnds_IsNoSlowRequestAndMayBeAFailedOne()
    {
        var harness = new TriggerHarness(TriggerHarness.Usual with { FailedRequest = true });

        harness.Request("GET /hub", 900_000, lasting: true);
        harness.Pass(Second);
        Assert.Equal(0, harness.Deep);

        harness.Request("GET /hub", 900_000, failed: true, lasting: true);
        harness.Pass(Minute + Second);

        Assert.Equal("failed-request: after 900 s", Assert.Single(harness.Kept).Profile.Recording.Trigger!.Reason);
    }

    [Fact]
    public void Operations_ThatTakeLong_AreNoRequests()
    {
        var harness = new TriggerHarness(TriggerHarness.Usual);

        harness.Request("GET /orders", 900, kind: RootKind.Open);
        harness.Pass(Second);

        Assert.Equal(0, harness.Status.DeepWindows);
    }

    [Fact]
    public void Process_WhoseConditionHolds_OpensAWindowForAnyRoute()
    {
        var watch = new ScriptedWatch { Holds = true };
        var harness = new TriggerHarness(TriggerHarness.Usual with { Requests = 2 }, watch);

        harness.Pass(Second);
        watch.Holds = false;
        harness.Request("GET /a", 1);
        harness.Request("GET /b", 1);
        harness.Pass(Second);

        Assert.Equal(new TriggerInfo("pool-delay: 1 s, more than 100 ms", "", ""), Assert.Single(harness.Kept).Profile.Recording.Trigger);
    }

    [Fact]
    public void Window_WithoutRequests_EndsAfterItsMaximumDuration()
    {
        var harness = new TriggerHarness(TriggerHarness.Usual with { MaximumDuration = TimeSpan.FromSeconds(10) });

        harness.Request("GET /orders", 900);
        harness.Pass(TimeSpan.FromSeconds(10));
        Assert.Empty(harness.Kept);
        harness.Pass(Second);

        Assert.InRange(Assert.Single(harness.Kept).Profile.Recording.DurationNs, 9_900_000_000, 10_100_000_000);
        Assert.Equal(0, harness.Deep);
    }

    [Fact]
    public void Window_WhileItIsOpen_OpensNoOtherAndCountsNone()
    {
        var harness = new TriggerHarness(TriggerHarness.Usual with { Requests = 1000, Cooldown = TimeSpan.Zero });

        harness.Request("GET /orders", 900);
        harness.Pass(30 * Second, () => harness.Request("GET /orders", 900));

        Assert.Equal(1, harness.Deep);
        Assert.Equal((1, 0, 0), (harness.Status.DeepWindows, harness.Status.CooledTriggers, harness.Status.LimitedTriggers));
    }

    [Fact]
    public void Cooldown_AfterAWindow_CountsEachRequestThatWouldHaveOpenedOne()
    {
        var harness = new TriggerHarness(TriggerHarness.Usual);
        harness.Request("GET /orders", 900);
        harness.Pass(Minute + Second);

        for (int i = 0; i < 7; i++)
            harness.Request("GET /orders", 900);
        harness.Pass(5 * Minute);
        Assert.Equal((1, 7), (harness.Status.DeepWindows, harness.Status.CooledTriggers));

        harness.Request("GET /orders", 900);
        harness.Pass(Second);
        Assert.Equal((2, 7), (harness.Status.DeepWindows, harness.Status.CooledTriggers));
    }

    [Fact]
    public void Condition_ThatHoldsForADay_OpensAsManyAsTheHourMayHave()
    {
        var harness = new TriggerHarness(TriggerHarness.Usual with { Cooldown = TimeSpan.FromSeconds(30), MaximumDuration = 10 * Second }, new ScriptedWatch { Holds = true });

        harness.Pass(Day - Second);

        Assert.Equal(6 * 24, harness.Status.DeepWindows);
        Assert.InRange(harness.Status.CooledTriggers, 5 * 24 * 29, 6 * 24 * 31);
        Assert.InRange(harness.Status.LimitedTriggers, 24 * 3300, 24 * 3600);
    }

    [Fact]
    public void Condition_ThatHoldsForADay_OpensAsManyAsTheCooldownAllows()
    {
        var harness = new TriggerHarness(TriggerHarness.Usual with { Cooldown = 14 * Minute, MaximumPerHour = 60, MaximumDuration = Minute }, new ScriptedWatch { Holds = true });

        harness.Pass(Day - Minute);

        Assert.Equal(4 * 24, harness.Status.DeepWindows);
    }

    [Fact]
    public void Hour_OfManyWindows_OpensNoMoreInAnyHour()
    {
        var harness = new TriggerHarness(TriggerHarness.Usual with { Cooldown = TimeSpan.Zero, MaximumDuration = Second, MaximumPerHour = 6 });
        for (int i = 0; i < 100; i++)
        {
            harness.Request("GET /orders", 900);
            harness.Pass(2 * Second);
        }

        Assert.Equal((6, 94), (harness.Status.DeepWindows, harness.Status.LimitedTriggers));
        harness.Pass(Hour);
        harness.Request("GET /orders", 900);
        harness.Pass(2 * Second);
        Assert.Equal(7, harness.Status.DeepWindows);
    }

    [Fact]
    public void Flush_InAWindow_KeepsWhatThereIs()
    {
        var harness = new TriggerHarness(TriggerHarness.Usual);
        harness.Request("GET /orders", 900);
        harness.Pass(4 * Second);

        harness.Flush();
        harness.Flush();

        Assert.InRange(Assert.Single(harness.Kept).Profile.Recording.DurationNs, 3_800_000_000, 4_000_000_000);
        Assert.Equal(0, harness.Deep);
    }

    [Fact]
    public void Flush_WithoutAWindow_KeepsNothing()
    {
        var harness = new TriggerHarness(TriggerHarness.Usual);
        harness.Pass(Second);

        harness.Flush();

        Assert.Empty(harness.Kept);
    }

    [Fact]
    public void Options_ChangedInAWindow_EndItAndBeginNoHourAnew()
    {
        var harness = new TriggerHarness(TriggerHarness.Usual with { MaximumPerHour = 2, Cooldown = TimeSpan.Zero });
        for (int i = 0; i < 10; i++)
        {
            harness.Request("GET /orders", 900);
            harness.Pass(Second);
            harness.Change(TriggerHarness.Usual with { MaximumPerHour = 2, Cooldown = TimeSpan.Zero, Requests = i + 1 });
        }

        Assert.Equal(2, harness.Kept.Count);
        Assert.Equal((0, 2, 8), (harness.Deep, harness.Status.DeepWindows, harness.Status.LimitedTriggers));
    }

    [Fact]
    public void Window_ThatCostsMuchItself_OpensNoOther()
    {
        TimeSpan used = TimeSpan.FromHours(1);
        var harness = new TriggerHarness(
            TriggerHarness.Usual with { SlowRequest = null, MaximumDuration = 7 * Second, Cooldown = TimeSpan.Zero, MaximumPerHour = 60 }, new CpuWatch(0.8, () => used, static () => 1));

        harness.Pass(6 * Second, () => used += Second / 10); // the app
        Assert.Equal(1, harness.Deep);
        harness.Pass(Minute, () => used += harness.Deep * Second / 10); // the window

        Assert.Equal((0, 1), (harness.Deep, harness.Status.DeepWindows));
    }

    [Fact]
    public void Window_ThatCannotBeOpened_IsTriedAgainOnlyAfterTheCooldown()
    {
        var harness = new TriggerHarness(TriggerHarness.Usual) { Failure = new InvalidOperationException() };
        harness.Request("GET /orders", 900);
        Assert.Throws<InvalidOperationException>(() => harness.Pass(Second));

        harness.Request("GET /orders", 900);
        harness.Pass(Second);

        Assert.Equal((0, 1, 0), (harness.Status.DeepWindows, harness.Status.CooledTriggers, harness.Deep));
        Assert.False(harness.Open.Includes(1));
    }
}
