using System.Text.RegularExpressions;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Transforms;
using AsyncProf.Testing;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Core.Tests.Profiles.Transforms;

/// <summary>What transforms do to single roots.</summary>
public class TimelinesTests
{
    private static AsyncProfile Shop => Playback.Of(s => s.Method("Store.Handle", [new Step.Await(s.Method("Secret.Load", [new Step.Await(s.Delay(10)), new Step.Await(s.Method("Deep.Read", [new Step.Await(s.Delay(5))]))]))])).Profile;

    [Fact]
    public void Hide_AMethod_MakesAWaitOfItAndKeepsTheTime()
    {
        TimedRoot root = RootOf(Shop.Hide(new Regex("Secret")));

        Assert.Equal(["Store.Handle", "Deep.Read"], root.Nodes.Select(node => node.Frame.Name));
        Assert.Equal([-1, 0], root.Nodes.Select(node => node.Parent));
        Assert.Contains(root.Path, piece => piece.On is { Target: "Secret.Load" } && piece.Node == 0 && piece.Ns == 10_000_000);
        Assert.Equal(root.DurationNs, root.Time.TotalNs);
    }

    [Fact]
    public void Renamed_AllFrames_AreSoEverywhere()
    {
        Timeline timeline = Shop.Data.Timeline.Renamed(frame => frame.Renamed(name => $"X.{name}"))!;

        TimedRoot root = Assert.Single(timeline.Roots);
        Assert.Equal(["X.Store.Handle", "X.Secret.Load", "X.Deep.Read"], root.Nodes.Select(node => node.Frame.Name));
        Assert.All(root.Path.Concat(root.Own).Where(piece => piece.On is not null), piece => Assert.Equal("await X.Task.Delay", piece.On!.Name));
        Assert.Equal("X.Store.Handle", Assert.Single(timeline.Loads!).Frame.Name);
    }

    [Fact]
    public void Focus_OnAMethod_KeepsTheRootsThatHoldItAndNoLoads()
    {
        Timeline focused = Shop.Focus(new Regex("Deep")).Data.Timeline!, ignored = Shop.Ignore(new Regex("Deep")).Data.Timeline!;

        Assert.Single(focused.Roots);
        Assert.Empty(ignored.Roots);
        Assert.Null(focused.Loads);
    }

    [Fact]
    public void OnlyRoots_OfAName_KeepsItsRootsAndLoads()
    {
        Timeline mine = Shop.OnlyRoots(new Regex("Handle")).Data.Timeline!, others = Shop.OnlyRoots(new Regex("Other")).Data.Timeline!;

        Assert.Single(mine.Roots);
        Assert.Single(mine.Loads!);
        Assert.Empty(others.Roots);
        Assert.Empty(others.Loads!);
    }

    [Fact]
    public void Redact_ARequestOfAPath_HidesThePathAndKeepsTheTimes()
    {
        AsyncProfile profile = new TraceBuilder().At(0).Runs("owner").Begins("owner").Starts(1).At(10).Stops(1, "GET /users/jane.doe").Leaves().Ends("owner").Play().Profile;

        Timeline timeline = profile.Redact().Data.Timeline!;

        Assert.Contains(profile.Data.Timeline!.Roots, root => root.Frame.Name == "GET /users/jane.doe");
        Assert.Contains(timeline.Roots, root => root.Frame.Name == "GET (path)" && root.DurationNs == 10_000_000);
        Assert.DoesNotContain(timeline.Roots.SelectMany(root => root.Nodes).Select(node => node.Frame.Name).Concat(timeline.Loads!.Select(load => load.Frame.Name)), name => name.Contains("jane", StringComparison.Ordinal));
    }

    [Fact]
    public void Merge_OfTwo_LaysOneBehindTheOther()
    {
        AsyncProfile shop = Shop;
        Timeline one = shop.Data.Timeline!, two = AsyncProfile.Merge(shop, shop).Data.Timeline!;

        Assert.Equal(one.DurationNs * 2, two.DurationNs);
        Assert.Equal([one.Roots[0].StartNs, one.DurationNs + one.Roots[0].StartNs], two.Roots.Select(root => root.StartNs));
        Assert.Equal(one.Loads!.Sum(load => load.Steps.Sum(step => step.TotalNs)) * 2, two.Loads!.Sum(load => load.Steps.Sum(step => step.TotalNs)));
        Assert.Equal(one.Seen * 2, two.Seen);
    }

    [Fact]
    public void Merge_OfOneThatHasNone_KeepsTheOther()
    {
        AsyncProfile shop = Shop, sums = WrittenProfile.Of(("GET /x", 1, 10, 10));

        Assert.Equal(shop.Data.Timeline!.Roots.Count, AsyncProfile.Merge(sums, shop).Data.Timeline!.Roots.Count);
        Assert.Null(AsyncProfile.Merge(sums, sums).Data.Timeline);
    }

    private static TimedRoot RootOf(AsyncProfile profile) => Assert.Single(profile.Data.Timeline!.Roots);
}
