using AsyncProf.Diffing;
using AsyncProf.Profiles;
using AsyncProf.Testing;

namespace AsyncProf.Analyzer.Tests.Diffing;

public class DiffFoldingTests
{
    private const double Ms = 1e6;

    private static readonly IReadOnlySet<DiffNode> None = new HashSet<DiffNode>();

    [Fact]
    public void Fold_FramesSmallOnBothSides_AddsThemUpInOneLeaf()
    {
        DiffTree tree = Tree();

        DiffNode main = RootOf(DiffFolding.Fold(tree, 0.05, 100, None));

        Assert.Equal(["Large", "Grown", "(smaller)"], main.Children.Select(child => child.Name));
        Assert.Equal((3 * Ms, 2 * Ms), (main.Children[2].Base.ElapsedTotal.TotalNs, Math.Round(main.Children[2].Head.ElapsedTotal.TotalNs)));
        Assert.Equal((FrameKind.Leaf, 0.0), (main.Children[2].Kind, main.Children[2].Base.Calls));
    }

    [Fact]
    public void Fold_AFrameThatIsWanted_KeepsItAndWhatIsAbove()
    {
        DiffTree tree = Tree();
        DiffNode deep = RootOf(tree).Children.Single(child => child.Name == "Small").Children.Single();

        DiffNode main = RootOf(DiffFolding.Fold(tree, 0.05, 100, new HashSet<DiffNode> { deep }));

        Assert.Equal(["Large", "Grown", "Small", "(smaller)"], main.Children.Select(child => child.Name));
        Assert.Equal(["Deep"], main.Children[2].Children.Select(child => child.Name));
    }

    [Fact]
    public void Fold_MoreFramesThanThereMayBe_KeepsTheLargest()
    {
        DiffNode main = RootOf(DiffFolding.Fold(Tree(), 0, 4, None));

        Assert.Equal(["Large", "Grown", "(smaller)"], main.Children.Select(child => child.Name));
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.2)]
    [InlineData(2)]
    public void Fold_ByAnyShare_LosesNoTime(double share)
    {
        var tree = DiffTree.Of(Playback.OfRandom(3), 1, Playback.OfRandom(4), 2);

        DiffTree folded = DiffFolding.Fold(tree, share, int.MaxValue, None);

        (IReadOnlyList<DiffNode> nodes, _) = folded.Flatten();
        Assert.Equal(tree.Root.Head.ElapsedTotal.TotalNs, nodes.Sum(node => node.Head.ElapsedSelf.TotalNs), 1.0);
        Assert.Equal(tree.Root.Base.TaskTotal.TotalNs, nodes.Sum(node => node.Base.TaskSelf.TotalNs), 1.0);
        Assert.Equal(nodes.Count, nodes.Distinct().Count());
        Assert.True(nodes.Count <= tree.Flatten().Nodes.Count + 1);
    }

    [Fact]
    public void Fold_Again_AddsToTheSameLeaf()
    {
        DiffTree once = DiffFolding.Fold(Tree(), 0.05, 100, None);

        DiffNode main = RootOf(DiffFolding.Fold(once, 0.3, 100, None));

        Assert.Equal(["Large", "(smaller)"], main.Children.Select(child => child.Name));
        Assert.Equal(13 * Ms, main.Children[1].Base.ElapsedTotal.TotalNs);
    }

    private static DiffTree Tree() => DiffTree.Of(
        WrittenProfile.Of(("Main", 1, 0, 0), ("Main > Large", 1, 80, 80), ("Main > Grown", 1, 10, 10), ("Main > Small > Deep", 1, 2, 2), ("Main > Gone", 1, 1, 1)),
        1,
        WrittenProfile.Of(("Main", 1, 0, 0), ("Main > Large", 1, 80, 80), ("Main > Grown", 1, 20, 20), ("Main > Small > Deep", 1, 2, 2)),
        1);

    private static DiffNode RootOf(DiffTree tree) => Assert.Single(tree.Root.Children);
}
