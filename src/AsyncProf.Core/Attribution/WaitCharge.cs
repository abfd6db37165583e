namespace AsyncProf.Attribution;

/// <summary>What one node is charged under one leaf.</summary>
internal struct WaitCharge
{
    public WaitLabel Label;
    public ChargeState State;

    /// <summary>How many waits on the task axis.</summary>
    public int Count;
    public long Task;
    public long Elapsed;

    /// <summary>The next leaf of the same node, or -1.</summary>
    public int Next;
}
