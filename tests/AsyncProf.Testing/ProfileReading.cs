using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Stitching.Records;
using Xunit;

namespace AsyncProf.Testing;

/// <summary>A profile on a clock of milliseconds, asked in the words of the domain.</summary>
public sealed class ProfileReading
{
    private const long NsPerTick = 1_000_000;

    private readonly StitcherCounts? _counts;

    internal ProfileReading(AsyncProfile profile, IReadOnlyList<(RootKind Kind, long Observed)> roots, StitcherCounts counts, long ticksPerSecond)
    {
        Profile = profile;
        _counts = counts;
        IsExact = ticksPerSecond == Playback.Virtual;
        Assert.Equal(roots.Sum(root => root.Observed) * (1_000_000_000 / ticksPerSecond), profile.Tree.ElapsedTotal.TotalNs);
        Assert.Equal(profile.Tree.ElapsedTotal.TotalNs, profile.Methods.Sum(row => row.ElapsedSelf.TotalNs));
        Assert.Equal(profile.Tree.TaskTotal.TotalNs, profile.Methods.Sum(row => row.TaskSelf.TotalNs));
        foreach (TimedRoot root in profile.Data.Timeline?.Roots ?? [])
            Assert.Equal(root.DurationNs, root.Time.TotalNs + root.IdleNs);
        if (profile.Data.Timeline?.Loads is { } loads)
            Assert.True(loads.Sum(load => load.Steps.Sum(step => step.TotalNs)) <= profile.Tree.ElapsedTotal.TotalNs, "The steps of a timeline hold more than was charged.");
    }

    /// <summary>What is left of a recording of a real process when all that is not the program's own is taken away.</summary>
    internal ProfileReading(AsyncProfile profile) => Profile = profile;

    public AsyncProfile Profile { get; }

    /// <summary>True for a virtual clock: expectations hold to the tick. In real time they hold within −2 % / +15 % and 15 ms.</summary>
    public bool IsExact { get; }

    /// <summary>What the stitcher counted; not known of a recording.</summary>
    internal StitcherCounts Counts => _counts ?? throw new InvalidOperationException("A recording does not tell.");

    /// <summary>Compares what the stitcher counted. A recording of a process holds more than the program, so that nothing can be said.</summary>
    internal void Counted(long expected, Func<StitcherCounts, long> count)
    {
        if (_counts is { } counts)
            Assert.Equal(expected, count(counts));
    }

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

    /// <summary>Compares a time with what it should be, in milliseconds.</summary>
    public void Near(long expectedMs, long ns, string what)
    {
        if (IsExact)
            Assert.True(expectedMs == Ticks(ns), $"{what} is {Ticks(ns)}, not {expectedMs}");
        else
            Assert.True(ns >= (expectedMs * 980_000) - 15_000_000 && ns <= (expectedMs * 1_150_000) + 15_000_000, $"{what} is {ns / 1e6:0.0} ms, not about {expectedMs} ms");
    }

    internal static long Ticks(long ns) => ns / NsPerTick;
}
