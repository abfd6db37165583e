namespace AsyncProf.Attribution;

/// <summary>What one node is charged under one leaf.</summary>
internal struct WaitCharge
{
    public WaitLabel Label;
    public ChargeState State;

    /// <summary>How many waits on the task axis.</summary>
    public int Count;
    public long Task;

    /// <summary>The await; 0 where nothing tells, -1 where there were several.</summary>
    public int Await;
    public long Elapsed;

    /// <summary>The next leaf of the same node, or -1.</summary>
    public int Next;
}
