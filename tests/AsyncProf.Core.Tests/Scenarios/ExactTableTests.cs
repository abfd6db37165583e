using AsyncProf.Profiles;
using AsyncProf.Testing;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Core.Tests.Scenarios;

/// <summary>Chains of methods whose inclusive times are given, and what the tables must say of them.</summary>
public class ExactTableTests
{
    [Fact]
    public void Chain_FourMethods_SelfIsTheDifference()
    {
        ProfileReading profile = Play(("a", 6), ("b", 5), ("c", 3), ("d", 1));

        profile.Operation("a").Calls(1).ElapsedTotal(6).ElapsedSelf(1);
        profile.Operation("b").Calls(1).ElapsedTotal(5).ElapsedSelf(2);
        profile.Operation("c").Calls(1).ElapsedTotal(3).ElapsedSelf(2);
        profile.Operation("d").Calls(1).ElapsedTotal(1).ElapsedSelf(1);
    }

    [Fact]
    public void Recursion_FourDeep_TotalIsTheOutermost()
    {
        ProfileReading profile = Play(("d", 9), ("d", 7), ("d", 3), ("d", 2));

        profile.Operation("d").Calls(4, outermost: 1).ElapsedTotal(9).ElapsedSelf(9).Wall(9);
        CallNode edge = profile.Stack("d", "d");
        Assert.Equal(7, ProfileReading.Ticks(edge.ElapsedTotal.TotalNs));
        Assert.Equal(3, profile.Frames().Count(node => node.Name == "d") - 1);
    }

    [Fact]
    public void MutualRecursion_EachTotalOnce()
    {
        ProfileReading profile = Play(("a", 13), ("b", 10), ("a", 6), ("b", 1));

        profile.Operation("a").Calls(2, outermost: 1).ElapsedTotal(13).ElapsedSelf(8).Wall(13);
        profile.Operation("b").Calls(2, outermost: 1).ElapsedTotal(10).ElapsedSelf(5).Wall(10);
        Assert.Equal(6, ProfileReading.Ticks(profile.Stack("a", "b", "a").ElapsedTotal.TotalNs));
        Assert.Equal(1, ProfileReading.Ticks(profile.Stack("a", "b", "a", "b").ElapsedTotal.TotalNs));
    }

    private static ProfileReading Play(params (string Name, long Inclusive)[] chain) => Playback.Of(s => Link(s, chain, 0));

    private static SimTask Link(Simulator s, (string Name, long Inclusive)[] chain, int level) => s.Method(chain[level].Name, Body(s, chain, level));

    private static IEnumerable<Step> Body(Simulator s, (string Name, long Inclusive)[] chain, int level)
    {
        bool last = level == chain.Length - 1;
        yield return new Step.Await(s.Delay(chain[level].Inclusive - (last ? 0 : chain[level + 1].Inclusive)));
        if (!last)
            yield return new Step.Await(Link(s, chain, level + 1));
    }
}
