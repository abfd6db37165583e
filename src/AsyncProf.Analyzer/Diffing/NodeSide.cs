using AsyncProf.Profiles.Data;

namespace AsyncProf.Diffing;

/// <summary>What one side has of a frame, for each run; the head's as if it had made as many calls of the root as the base.</summary>
internal sealed class NodeSide
{
    /// <summary>Of a frame that the side does not have.</summary>
    public static NodeSide Absent { get; } = new();

    /// <summary>Whether the side has the frame.</summary>
    public bool IsPresent => this != Absent;

    /// <summary>Whole calls with exactly this stack; for a leaf, waits.</summary>
    public double Calls { get; private set; }

    /// <summary>Charged to this very frame on the elapsed axis.</summary>
    public NodeTime ElapsedSelf { get; private set; }

    /// <summary>Charged to this very frame on the task axis.</summary>
    public NodeTime TaskSelf { get; private set; }

    /// <summary>The frame's time on the elapsed axis with all below it.</summary>
    public NodeTime ElapsedTotal { get; private set; }

    /// <summary>The frame's time on the task axis with all below it.</summary>
    public NodeTime TaskTotal { get; private set; }

    /// <summary>While a tree is made: adds what was charged to the frame itself.</summary>
    public void Add(in Measures sums, double factor)
    {
        NodeTime elapsed = NodeTime.Of(sums.Elapsed, factor), task = NodeTime.Of(sums.Task, factor);
        Calls += sums.Calls * factor;
        ElapsedSelf += elapsed;
        TaskSelf += task;
        ElapsedTotal += elapsed;
        TaskTotal += task;
    }

    /// <summary>While a tree is made: adds what a frame below has.</summary>
    public void AddBelow(NodeSide below)
    {
        ElapsedTotal += below.ElapsedTotal;
        TaskTotal += below.TaskTotal;
    }

    /// <summary>While a tree is made: adds a whole subtree to the frame itself. Its calls are no longer told apart, so they are not kept.</summary>
    public void Fold(NodeSide subtree)
    {
        ElapsedSelf += subtree.ElapsedTotal;
        TaskSelf += subtree.TaskTotal;
        AddBelow(subtree);
    }
}
