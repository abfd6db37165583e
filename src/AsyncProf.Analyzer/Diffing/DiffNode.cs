using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Diffing;

/// <summary>One frame of the combined tree of two sides.</summary>
/// <param name="frame">The frame; as the head knows it, where it does.</param>
/// <param name="line">The line at which the frame above awaits it; 0 where it is not known, or there are several.</param>
/// <param name="baseSide">What the base has of it.</param>
/// <param name="headSide">What the head has of it.</param>
/// <param name="children">What it awaited on either side.</param>
internal sealed class DiffNode(Frame frame, int line, NodeSide baseSide, NodeSide headSide, IReadOnlyList<DiffNode> children)
{
    /// <summary>The frame.</summary>
    public Frame Frame { get; } = frame;

    /// <summary>The canonical method, the root's name, or a wait.</summary>
    public string Name => Frame.Name;

    /// <summary>What the frame is.</summary>
    public FrameKind Kind => Frame.Kind;

    /// <summary>The line at which the frame above awaits it; 0 where it is not known, or there are several.</summary>
    public int Line { get; } = line;

    /// <summary>What the base has of it.</summary>
    public NodeSide Base { get; } = baseSide;

    /// <summary>What the head has of it.</summary>
    public NodeSide Head { get; } = headSide;

    /// <summary>What it awaited on either side, the largest first.</summary>
    public IReadOnlyList<DiffNode> Children { get; } = children;

    /// <summary>By how much its elapsed time with all below it changed, in nanoseconds.</summary>
    public double ElapsedChangeNs => Head.ElapsedTotal.TotalNs - Base.ElapsedTotal.TotalNs;

    /// <summary>The same on the task axis.</summary>
    public double TaskChangeNs => Head.TaskTotal.TotalNs - Base.TaskTotal.TotalNs;

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The order of siblings: the largest on either side first. Equal ones keep a fixed order, so that the same sides always give the same tree.</summary>
    public static int Compare(DiffNode a, DiffNode b) =>
        Math.Max(b.Base.ElapsedTotal.TotalNs, b.Head.ElapsedTotal.TotalNs).CompareTo(Math.Max(a.Base.ElapsedTotal.TotalNs, a.Head.ElapsedTotal.TotalNs)) is var byElapsed and not 0 ? byElapsed
        : Math.Max(b.Base.TaskTotal.TotalNs, b.Head.TaskTotal.TotalNs).CompareTo(Math.Max(a.Base.TaskTotal.TotalNs, a.Head.TaskTotal.TotalNs)) is var byTask and not 0 ? byTask
        : string.CompareOrdinal(a.Name, b.Name) is var byName and not 0 ? byName
        : (a.Kind, a.Frame.Wait).CompareTo((b.Kind, b.Frame.Wait));
}
