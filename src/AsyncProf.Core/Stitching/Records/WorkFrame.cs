namespace AsyncProf.Stitching.Records;

/// <summary>One piece of work that a thread is in: a segment, a completion bracket, or a progress report.</summary>
internal struct WorkFrame
{
    /// <summary>The task id that the work began with.</summary>
    public int TaskId;

    /// <summary>The operation; the default where none is known.</summary>
    public OperationRef Operation;

    /// <summary>The nearest segment frame below, or -1.</summary>
    public int SegmentBelow;
    public WorkKind Kind;

    /// <summary>A bracket: when the last operation that it let go on gave the thread back; 0 before the first.</summary>
    public long Since;

    /// <summary>A bracket of a task that nobody was known to await: its name, where it had one.</summary>
    public int Name;

    /// <summary>A bracket of a task that nobody was known to await: when it began.</summary>
    public long Done;

    /// <summary>A bracket of a task that no event has named: the operation is what it stands for.</summary>
    public bool IsRelay;

    /// <summary>What it is part of was given by the operation below it, if that does nothing after it: who took it, since when that had waited, and whether the giver had no parent before.</summary>
    public bool IsGiven;
    public bool IsFirst;
    public OperationRef Taker;
    public long TakerSince;

    /// <summary>A segment whose operation was charged before the thread had told what it used in it: the number under which that is charged, late; 0 otherwise.</summary>
    public int Late;

    /// <summary>A segment whose operation has neither suspended nor ended in it.</summary>
    public bool Live;
}
