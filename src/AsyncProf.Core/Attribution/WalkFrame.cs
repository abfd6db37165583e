namespace AsyncProf.Attribution;

/// <summary>Where the elapsed walk stands in one operation.</summary>
internal struct WalkFrame
{
    public int Slot;
    public int Node;

    /// <summary>The node that awaits this one and is charged for what this one cannot account for; the node itself for the root.</summary>
    public int Awaiter;

    /// <summary>The interval of the operation's timeline in which <see cref="At"/> lies, or the first.</summary>
    public int Interval;
    public long At;
    public long To;
}
