using AsyncProf.Events;

namespace AsyncProf.Stitching.Records;

/// <summary>An entry: a request, or a scope of the profiler's. Kept while operations begun in it live.</summary>
internal struct Entry
{
    public long Key;

    /// <summary>Ticks; <see cref="Stop"/> is 0 while it is open.</summary>
    public long Start;
    public long Stop;
    public EntryContext Context;
    public int Name;

    /// <summary>The framework has told the name: what it tells later is of an error page.</summary>
    public bool IsNamed;

    /// <summary>The operation in whose live segment it started, or its prefix.</summary>
    public OperationRef Opener;

    /// <summary>The interval of the opener's timeline in which it started; it stays while the entry is open.</summary>
    public int OpenerInterval;

    /// <summary>The entry that was open on the opener before this one.</summary>
    public int Outer;

    /// <summary>Ended operations without a parent that began in it.</summary>
    public int FirstPending;
    public int References;

    /// <summary>The open entries, in the order in which they started.</summary>
    public int PreviousOpen;
    public int NextOpen;

    /// <summary>The opener's last child when it started: what belongs to the entry comes after it.</summary>
    public OperationRef OpenerChild;

    /// <summary>How many operations have begun in it.</summary>
    public int Begun;
    public ushort Scope;

    /// <summary>A scope opened by an operation: a look at what that does, and no slice of its own.</summary>
    public bool IsScopeView;
    public EntryFlags Flags;
}
