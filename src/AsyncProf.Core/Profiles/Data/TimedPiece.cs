namespace AsyncProf.Profiles.Data;

/// <summary>A piece of a single root's time. Times are nanoseconds since the root began.</summary>
/// <param name="Node">The operation it is charged to, as a place in <see cref="TimedRoot.Nodes"/>.</param>
/// <param name="State">What the operation did.</param>
/// <param name="On">What it waited for; null where the state says it all.</param>
/// <param name="FromNs">When it began.</param>
/// <param name="ToNs">When it was over.</param>
internal readonly record struct TimedPiece(int Node, PieceState State, Frame? On, long FromNs, long ToNs)
{
    /// <summary>How long it was, in nanoseconds.</summary>
    public long Ns => ToNs - FromNs;

    /// <summary>The same as time by state.</summary>
    public TimeByState Time => State switch
    {
        PieceState.Running => new TimeByState(Ns, 0, 0, 0),
        PieceState.Waiting => new TimeByState(0, Ns, 0, 0),
        PieceState.Ready => new TimeByState(0, 0, Ns, 0),
        _ => new TimeByState(0, 0, 0, Ns),
    };
}
