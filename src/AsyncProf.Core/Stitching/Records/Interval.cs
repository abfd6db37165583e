namespace AsyncProf.Stitching.Records;

/// <summary>One piece of an operation's timeline: it lasts until the next one begins, or the operation ends.</summary>
internal struct Interval
{
    /// <summary>It suspended, and no event told: it did so at an await that the TPL says nothing of.</summary>
    public const int Untold = -1;

    public long From;
    public int Next;

    /// <summary>An operation or a name, as <see cref="Kind"/> says.</summary>
    public int Target;

    /// <summary>Where the operation suspended last: a place, 0 where no event told of a suspension, <see cref="Untold"/> where one was not told.</summary>
    public int Place;
    public IntervalKind Kind;

    /// <summary>Whether it begins with a suspension.</summary>
    public readonly bool Suspends => Kind is IntervalKind.Yielded or IntervalKind.Awaiting or IntervalKind.Waiting or IntervalKind.WaitingFor or IntervalKind.WokenBy;

    public readonly bool HoldsOperation => Kind is IntervalKind.Awaiting or IntervalKind.Blocked && Target != 0;
}
