using AsyncProf.Profiles;
using AsyncProf.Stitching;
using Xunit;

namespace AsyncProf.Testing;

/// <summary>A profile on a clock of milliseconds, asked in the words of the domain.</summary>
public sealed class ProfileReading
{
    private const long NsPerTick = 1_000_000;

    internal ProfileReading(AsyncProfile profile, IReadOnlyList<(RootKind Kind, long Observed)> roots, StitcherCounts counts)
    {
        Profile = profile;
        Counts = counts;
        Assert.Equal(roots.Sum(root => root.Observed) * NsPerTick, profile.Tree.ElapsedTotal.TotalNs);
        Assert.Equal(profile.Tree.ElapsedTotal.TotalNs, profile.Methods.Sum(row => row.ElapsedSelf.TotalNs));
        Assert.Equal(profile.Tree.TaskTotal.TotalNs, profile.Methods.Sum(row => row.TaskSelf.TotalNs));
    }

    public AsyncProfile Profile { get; }

    internal StitcherCounts Counts { get; }

    /// <summary>The row of a method; fails if there is none.</summary>
    public MethodReading Operation(string method) => new(Assert.Single(Profile.Methods, row => row.Method == method), this);

    /// <summary>The names of the roots, sorted.</summary>
    public IReadOnlyList<string> Roots => [.. Profile.Roots.Select(root => root.Name).Order(StringComparer.Ordinal)];

    /// <summary>The frame at the end of a path of names; fails if there is none.</summary>
    public CallNode Stack(params string[] path)
    {
        CallNode node = Profile.Tree;
        foreach (string name in path)
            node = Assert.Single(node.Children, child => child.Name == name);
        return node;
    }

    /// <summary>All frames of the tree.</summary>
    public IEnumerable<CallNode> Frames()
    {
        var work = new Stack<CallNode>([Profile.Tree]);
        while (work.TryPop(out CallNode? node))
        {
            yield return node;
            foreach (CallNode child in node.Children)
                work.Push(child);
        }
    }

    internal static long Ticks(long ns) => ns / NsPerTick;
}
