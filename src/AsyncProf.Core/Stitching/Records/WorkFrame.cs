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

    /// <summary>A segment whose operation has neither suspended nor ended in it.</summary>
    public bool Live;
}
