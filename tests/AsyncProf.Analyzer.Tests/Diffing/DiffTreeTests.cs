using AsyncProf.Diffing;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Testing;

namespace AsyncProf.Analyzer.Tests.Diffing;

public class DiffTreeTests
{
    private const double Ms = 1e6;

    public static TheoryData<int, int, int, int> Sides => new() { { 1, 1, 2, 1 }, { 3, 1, 4, 5 }, { 5, 3, 5, 3 }, { 6, 2, 42, 7 } };

    [Theory]
    [MemberData(nameof(Sides))]
    public void Of_RandomProfiles_ReconcilesOnBothSides(int baseSeed, int baseRuns, int headSeed, int headRuns)
    {
        AsyncProfile from = Playback.OfRandom(baseSeed), to = Playback.OfRandom(headSeed);

        var tree = DiffTree.Of(from, baseRuns, to, headRuns);

        (IReadOnlyList<DiffNode> nodes, _) = tree.Flatten();
        foreach (DiffNode node in nodes)
        {
            foreach (Func<DiffNode, NodeSide> side in (Func<DiffNode, NodeSide>[])[node => node.Base, node => node.Head])
            {
                AssertSame(side(node).ElapsedTotal, node.Children.Aggregate(side(node).ElapsedSelf, (sum, child) => sum + side(child).ElapsedTotal));
                AssertSame(side(node).TaskTotal, node.Children.Aggregate(side(node).TaskSelf, (sum, child) => sum + side(child).TaskTotal));
            }
        }

        AssertSame(NodeTime.Of(from.Tree.ElapsedTotal, 1.0 / baseRuns), tree.Root.Base.ElapsedTotal);
        AssertSame(NodeTime.Of(from.Tree.TaskTotal, 1.0 / baseRuns), tree.Root.Base.TaskTotal);
        int[] rootOf = to.Data.RootOfEach();
        NodeTime head = to.Data.Samples.Aggregate(default(NodeTime), (sum, sample) => sum + NodeTime.Of(sample.Sums.Elapsed, ScaleOf(sample, to.Data.FrameOf(rootOf[sample.Stack])) / headRuns));
        AssertSame(head, tree.Root.Head.ElapsedTotal);

        double ScaleOf(StackCharge sample, Frame root) => sample.Tags.Root == RootKind.Open ? 1 : tree.ScaleOf(Assert.Single(tree.Root.Children, child => child.Frame.Name == root.Name && child.Kind == root.Kind));
    }

    [Fact]
    public void Of_TheSameProfileTwice_ChangesNothing()
    {
        AsyncProfile profile = Playback.OfRandom(7);

        (IReadOnlyList<DiffNode> nodes, _) = DiffTree.Of(profile, 3, profile, 3).Flatten();

        Assert.Equal(profile.Tree.SelfAndBelow().Count(), nodes.Count);
        Assert.All(nodes, node => Assert.Equal((0.0, 0.0, true, true), (node.ElapsedChangeNs, node.TaskChangeNs, node.Base.IsPresent, node.Head.IsPresent)));
    }

    [Fact]
    public void Of_AHeadWithMoreCalls_IsScaledRootByRoot()
    {
        AsyncProfile from = WrittenProfile.Of(("GET /a", 10, 20, 20), ("GET /a > Load", 20, 80, 80), ("GET /b", 5, 50, 50));
        AsyncProfile to = WrittenProfile.Of(("GET /a", 40, 80, 80), ("GET /a > Load", 160, 160, 160), ("GET /b", 5, 70, 70));

        var tree = DiffTree.Of(from, 1, to, 2);

        DiffNode a = Child(tree.Root, "GET /a"), load = Child(a, "Load"), b = Child(tree.Root, "GET /b");
        Assert.Equal((0.5, 2.0), (tree.ScaleOf(a), tree.ScaleOf(b)));
        Assert.Equal((10.0, 10.0, 20.0, 40.0), (a.Base.Calls, a.Head.Calls, load.Base.Calls, load.Head.Calls));
        Assert.Equal((80 * Ms, 40 * Ms), (load.Base.ElapsedTotal.TotalNs, load.Head.ElapsedTotal.TotalNs));
        Assert.Equal((100 * Ms, 60 * Ms), (a.Base.ElapsedTotal.RunningNs, a.Head.ElapsedTotal.RunningNs));
        Assert.Equal((50 * Ms, 70 * Ms), (b.Base.ElapsedTotal.TotalNs, b.Head.ElapsedTotal.TotalNs));
    }

    [Fact]
    public void Of_RootsThatCannotBeCompared_AreNotScaled()
    {
        AsyncProfile from = WrittenProfile.Of(("Old", 4, 40, 40), ("Loop", 0, 100, 100));
        AsyncProfile to = WrittenProfile.Of(("New", 8, 80, 80), ("Loop", 3, 300, 300));

        var tree = DiffTree.Of(from, 1, to, 2);

        Assert.All(tree.Root.Children, root => Assert.Equal(1, tree.ScaleOf(root)));
        Assert.Equal((100 * Ms, 150 * Ms), (Child(tree.Root, "Loop").Base.ElapsedTotal.TotalNs, Child(tree.Root, "Loop").Head.ElapsedTotal.TotalNs));
        Assert.Equal((false, 40 * Ms), (Child(tree.Root, "New").Base.IsPresent, Child(tree.Root, "New").Head.ElapsedTotal.TotalNs));
        Assert.Equal((false, 40 * Ms), (Child(tree.Root, "Old").Head.IsPresent, Child(tree.Root, "Old").Base.ElapsedTotal.TotalNs));
    }

    [Fact]
    public void Of_WhatHadNotEnded_IsNotScaled()
    {
        AsyncProfile from = WrittenProfile.Of(("Loop", 1, 10, 10), ("Loop > await Socket.ReceiveAsync", 0, 100, 100));
        AsyncProfile to = WrittenProfile.Of(("Loop", 4, 20, 20), ("Loop > await Socket.ReceiveAsync", 0, 100, 100));
        var open = new ProfileDataBuilder();
        foreach (StackCharge sample in to.Data.Samples.Where(sample => sample.Sums.Calls == 0))
            open.Add(sample with { Stack = open.Intern(open.Intern(0, open.Intern(to.Data.Frames[1])), open.Intern(to.Data.FrameOf(sample.Stack))), Tags = new ChargeTags(RootKind.Open, OperationStatus.Completed, AwaitedBy.Parent, -1) });
        to = AsyncProfile.Merge(to, new AsyncProfile(new RecordingInfo(), open.Build()));

        DiffNode loop = Child(DiffTree.Of(from, 1, to, 1).Root, "Loop");

        Assert.Equal((5 * Ms, 125 * Ms), (loop.Head.ElapsedSelf.TotalNs, loop.Children[0].Head.ElapsedTotal.TotalNs)); // a quarter of what had ended, all of the rest
    }

    [Fact]
    public void Of_SeveralRuns_IsTheMeanRun()
    {
        AsyncProfile run = WrittenProfile.Of(("Main", 1, 10, 10), ("Main > await Task.Delay", 2, 30, 60));

        var tree = DiffTree.Of(AsyncProfile.Merge(run, run, run), 3, run, 1);

        DiffNode delay = Child(Child(tree.Root, "Main"), "await Task.Delay");
        Assert.Equal((30 * Ms, 60 * Ms, 2.0), (Math.Round(delay.Base.ElapsedSelf.WaitingNs), Math.Round(delay.Base.TaskSelf.WaitingNs), Math.Round(delay.Base.Calls, 9)));
        Assert.Equal((30 * Ms, 60 * Ms, 2.0), (delay.Head.ElapsedSelf.WaitingNs, delay.Head.TaskSelf.WaitingNs, delay.Head.Calls));
    }

    [Fact]
    public void Of_FramesOfOneNameAndAnotherKind_AreTwo()
    {
        AsyncProfile from = WrittenProfile.Of(("Main > await Task.Delay", 1, 10, 10)), to = WrittenProfile.Of(("Main > Task.Delay", 1, 10, 10));

        DiffNode main = Child(DiffTree.Of(from, 1, to, 1).Root, "Main");

        Assert.Equal(["Task.Delay", "await Task.Delay"], main.Children.Select(child => child.Name));
        Assert.Equal([(false, true), (true, false)], main.Children.Select(child => (child.Base.IsPresent, child.Head.IsPresent)));
    }

    [Fact]
    public void Of_StacksOfThousands_NeedsNoStackOfItsOwn()
    {
        AsyncProfile deep = Deep(60_000);

        var tree = DiffFolding.Fold(DiffTree.Of(deep, 1, deep, 1), 0.5, 100, new HashSet<DiffNode>());

        Assert.Equal(60_000 * 1_000.0, tree.Root.Head.ElapsedTotal.TotalNs);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void Of_ASideWithoutRuns_Throws(int baseRuns, int headRuns) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => DiffTree.Of(Playback.OfRandom(1), baseRuns, Playback.OfRandom(1), headRuns));

    private static AsyncProfile Deep(int depth)
    {
        var builder = new ProfileDataBuilder();
        int frame = builder.Intern(new Frame(FrameKind.Method, "Walk", false)), stack = 0;
        for (int i = 0; i < depth; i++)
        {
            stack = builder.Intern(stack, frame);
            var own = new TimeByState(1_000, 0, 0, 0);
            builder.Add(new StackCharge(stack, new ChargeTags(RootKind.Operation, OperationStatus.Completed, AwaitedBy.Parent, 10), new Measures(1, 1_000, own, own)));
        }

        return new AsyncProfile(new RecordingInfo(), builder.Build());
    }

    private static DiffNode Child(DiffNode node, string name) => Assert.Single(node.Children, child => child.Name == name);

    /// <summary>To a millionth of a millionth: sums of fractions depend on their order.</summary>
    private static void AssertSame(NodeTime expected, NodeTime actual)
    {
        double tolerance = Math.Max(1e-3, expected.TotalNs * 1e-12);
        Assert.Equal(expected.RunningNs, actual.RunningNs, tolerance);
        Assert.Equal(expected.WaitingNs, actual.WaitingNs, tolerance);
        Assert.Equal(expected.ReadyNs, actual.ReadyNs, tolerance);
        Assert.Equal(expected.BlockedNs, actual.BlockedNs, tolerance);
    }
}
