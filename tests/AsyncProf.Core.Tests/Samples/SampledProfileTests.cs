using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Samples;
using AsyncProf.Testing;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Core.Tests.Samples;

/// <summary>Running time is divided among what samples saw, the rest of a profile stays as it is. A tick is a millisecond, and each is sampled.</summary>
public class SampledProfileTests
{
    private readonly ScriptedStacks _stacks = new();

    [Fact]
    public void Of_AMethodThatCallsOthers_DividesItsRunningTime()
    {
        int own = _stacks.Add(), parse = _stacks.Add("Shop.Parse"), text = _stacks.Add("Shop.Parse", "System.Text.Read");
        AsyncProfile profile = Sample(time => time < 10 ? own : time < 25 ? parse : text); // runs from 0 to 30, waits, and runs from 40 to 60

        CallNode method = Assert.Single(profile.Tree.Children, root => root.Name == "F");
        Assert.Equal(("F", 1L, Ms(60)), (method.Name, method.Calls, method.ElapsedTotal.TotalNs));
        CallNode called = Assert.Single(method.Children, child => child.Kind == FrameKind.Sync), below = Assert.Single(called.Children), wait = Assert.Single(method.Children, child => child.Kind == FrameKind.Leaf);
        Assert.Equal(("Shop.Parse", 0L, false), (called.Name, called.Calls, called.IsFramework));
        Assert.Equal(("System.Text.Read", FrameKind.Sync, true), (below.Name, below.Kind, below.IsFramework));
        Assert.Equal((Ms(50), Ms(10)), (method.ElapsedSelf.RunningNs + called.ElapsedTotal.RunningNs, wait.ElapsedSelf.WaitingNs));
        Assert.Equal(0, profile.Recording.UndividedShare);
    }

    [Fact]
    public void Of_FewSamples_LeavesTheStackWholeAndSaysSo()
    {
        int parse = _stacks.Add("Shop.Parse");
        AsyncProfile profile = Playing(s => s.Method("F", [new Step.Burn(8), new Step.Await(s.Delay(10)), new Step.Burn(9)]), _ => parse);

        Assert.DoesNotContain(profile.Methods, row => row.Kind == FrameKind.Sync);
        Assert.Equal(1, profile.Recording.UndividedShare);
    }

    [Fact]
    public void Of_WhatWasSeenLate_IsWhereOthersWereSeenInTime()
    {
        int work = _stacks.Add("Shop.Work"), late = _stacks.AddLate(0, "System.Clock.Now");
        AsyncProfile profile = Sample(time => time % 2 == 0 ? work : late);

        Assert.Equal((Ms(0), Ms(50)), (Row(profile, "F", FrameKind.Method).TaskSelf.RunningNs, Row(profile, "Shop.Work", FrameKind.Sync).TaskSelf.RunningNs));
    }

    [Theory]
    [InlineData(2, 25, 25)] // as often as the work itself: it is what it looks like
    [InlineData(5, 50, 0)] // four times as often, where it takes no time: the work was not seen
    [InlineData(100, 0, 50)] // the work was hardly ever seen: there is none
    public void Of_WhatLeadsOutOfAMethod_IsTheWorkThatWasNotSeenIfItIsMoreThanThat(int oneOf, long work, long machinery)
    {
        int seen = _stacks.Add("Shop.Work"), suspect = _stacks.AddSuspect("System.Builder.Await");
        AsyncProfile profile = Sample(time => time % oneOf == 0 ? seen : suspect);

        Assert.InRange(profile.Methods.Where(row => row.Method == "Shop.Work").Sum(row => row.TaskSelf.RunningNs), Ms(work), Ms(work + 1));
        Assert.InRange(profile.Methods.Where(row => row.Method == "System.Builder.Await").Sum(row => row.TaskSelf.RunningNs), Ms(machinery - 1), Ms(machinery));
    }

    [Fact]
    public void Of_WhatIsOnlySeenLate_StaysWhereItWasSeen()
    {
        int late = _stacks.AddLate(1, "Shop.Spin", "System.Clock.Now");
        AsyncProfile profile = Sample(_ => late);

        Assert.Equal((Ms(50), Ms(50)), (Row(profile, "System.Clock.Now", FrameKind.Sync).TaskSelf.RunningNs, Row(profile, "Shop.Spin", FrameKind.Sync).TaskTotalNs));
    }

    [Fact]
    public void Of_APrefixBelowItsCaller_IsToldApartAndInNoMeasureOfTheMethod()
    {
        int prefix = _stacks.Add("~Shop.LoadAsync", "Shop.Parse");
        AsyncProfile profile = Playing(s => s.Method("F", [new Step.Burn(20), new Step.Await(s.Delay(10)), new Step.Burn(20), new Step.Await(s.Method("Shop.LoadAsync", [new Step.Await(s.Delay(10)), new Step.Burn(1)]))]), _ => prefix);

        long seen = Row(profile, "Shop.LoadAsync (prefix)", FrameKind.Sync).TaskTotalNs;
        Assert.Equal(seen + Assert.Single(profile.Outside, row => row.Method == "Shop.LoadAsync (prefix)").TotalNs, profile.Recording.PrefixNs); // F's own prefix is nobody's
        MethodRow load = Assert.Single(profile.Methods, row => row.Kind == FrameKind.Method && row.Method.EndsWith("LoadAsync", StringComparison.Ordinal));
        Assert.Equal((Ms(20), Ms(1)), (seen, load.ElapsedSelf.RunningNs));
    }

    [Fact]
    public void Of_SamplesWithLines_TellsWhatRanThere()
    {
        int own = _stacks.Add(), parse = _stacks.Add("Shop.Parse", "Shop.Read");
        AsyncProfile profile = Sample(time => time < 10 ? own : parse);

        Assert.Equal([new LineRow("Own.cs", 1, Ms(10)), new LineRow("Own.cs", 2, Ms(40))], Row(profile, "F", FrameKind.Method).Lines); // the number of the stack is its line
        Assert.Equal([new LineRow("Lib.cs", 2, Ms(40))], Row(profile, "Shop.Read", FrameKind.Sync).Lines);
        Assert.Equal(Ms(80), Row(AsyncProfile.Merge(profile, profile), "Shop.Read", FrameKind.Sync).Lines[0].RunningNs);
        Assert.Equal([new LineRow("Lib.cs", 1, Ms(40))], Row(profile.Redact(), "Shop.Parse", FrameKind.Sync).Lines);
    }

    [Fact]
    public void Of_NativeCode_IsAFrameOfItsOwn()
    {
        int sleeps = _stacks.Add("!System.Threading.Thread.Sleep");
        AsyncProfile profile = Sample(_ => sleeps);

        Assert.Equal(Ms(50), Row(profile, "System.Threading.Thread.Sleep", FrameKind.External).TaskSelf.RunningNs);
        Assert.Contains("[native or blocked]", TextReport.Trees(profile, 1), StringComparison.Ordinal);
        Assert.Equal(WaitKind.Hidden, Assert.Single(Assert.Single(profile.FoldFramework().Tree.Children, root => root.Name == "F").Children, child => child.Name.Contains("Sleep", StringComparison.Ordinal)).Frame.Wait);
    }

    [Fact]
    public void Of_ThreadsThatExecuteNothing_IsToldBeside()
    {
        int main = _stacks.Add("Shop.Main", "~Shop.LoadAsync", "Shop.Parse");
        var names = new NameTable();
        var playback = new Playback(names);
        playback.FeedSampled(new TraceBuilder().At(1).On(1).Begins("A").On(2).At(5).Runs("A").At(9).Ends("A").Leaves().At(30).On(2).Begins("B").Log, (_, _) => main);
        AsyncProfile profile = playback.FinishSampled(_stacks);

        long all = profile.Outside[0].TotalNs;
        Assert.Equal([new OutsideRow("Shop.Parse", false, false, all, all), new OutsideRow("Shop.LoadAsync (prefix)", false, false, 0, all), new OutsideRow("Shop.Main", false, false, 0, all)], profile.Outside);
        Assert.True(all >= Ms(40));
        Assert.Equal(profile.Outside[0].TotalNs, profile.Recording.PrefixNs);
        Assert.Contains("Shop.Parse", TextReport.Outside(profile), StringComparison.Ordinal);
        Assert.Equal("No samples were taken.\n", TextReport.Outside(Playback.OfRandom(1)));
    }

    [Fact]
    public void Merge_OfProfilesWithSamples_AddsThemUp()
    {
        int parse = _stacks.Add("Shop.Parse");
        AsyncProfile one = Sample(_ => parse), both = AsyncProfile.Merge(one, one);

        Assert.Equal(2 * Row(one, "Shop.Parse", FrameKind.Sync).TaskSelf.RunningNs, Row(both, "Shop.Parse", FrameKind.Sync).TaskSelf.RunningNs);
        Assert.Equal(ProfileDump.Of(AsyncProfile.Merge(one.WithoutSamples(), one.WithoutSamples())), ProfileDump.Of(both.WithoutSamples()));
        Assert.Equal("Parse", Assert.Single(one.Strip().Methods, row => row.Kind == FrameKind.Sync).Method[^5..]);
        Assert.Equal(one.Methods.Count, one.Redact().Methods.Count);
    }

    private static long Ms(long milliseconds) => milliseconds * 1_000_000;

    private static MethodRow Row(AsyncProfile profile, string method, FrameKind kind) => Assert.Single(profile.Methods, row => row.Method == method && row.Kind == kind);

    /// <summary>A method that runs for 30, waits for 10 and runs for 20; what it runs before it first suspends is somebody else's, so it yields at its start.</summary>
    private AsyncProfile Sample(Func<long, int> stackAt)
    {
        TraceBuilder trace = new TraceBuilder().At(0).Begins("F").Yields().Runs("F").At(30).Awaits("F", "T").Leaves().At(40).Completes("T").Runs("F").At(60).Ends("F").Leaves().Leaves().At(61).Begins("G");
        var playback = new Playback(trace.Names);
        playback.FeedSampled(trace.Log, (_, time) => stackAt(time));
        return playback.FinishSampled(_stacks);
    }

    private AsyncProfile Playing(Func<Simulator, SimTask> program, Func<long, int> stackAt)
    {
        var names = new NameTable();
        var simulator = new Simulator(names);
        var playback = new Playback(names);
        playback.FeedSampled(simulator.Play(program(simulator)), (_, time) => stackAt(time));
        return playback.FinishSampled(_stacks);
    }
}
