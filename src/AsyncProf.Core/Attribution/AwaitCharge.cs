namespace AsyncProf.Attribution;

/// <summary>What one node's own life spent at one await of its method, in ticks: suspended there, and running from there to the next.</summary>
internal struct AwaitCharge
{
    /// <summary>The await.</summary>
    public int Await;

    /// <summary>How often it suspended there.</summary>
    public int Count;
    public StateTimes Times;

    /// <summary>The next of the same node, or -1.</summary>
    public int Next;
}
