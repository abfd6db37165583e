namespace AsyncProf.Stitching.Records;

/// <summary>One piece of an operation's timeline: it lasts until the next one begins, or the operation ends.</summary>
internal struct Interval
{
    public long From;
    public int Next;

    /// <summary>An operation or a name, as <see cref="Kind"/> says.</summary>
    public int Target;
    public IntervalKind Kind;

    public readonly bool HoldsOperation => Kind is IntervalKind.Awaiting or IntervalKind.Blocked && Target != 0;
}
