namespace AsyncProf.Testing.Simulation;

/// <summary>What a simulated <c>Parallel.ForEachAsync</c> has left to do, and who does it.</summary>
/// <param name="degree">How many workers it may have.</param>
internal sealed class LoopState(int degree)
{
    /// <summary>How many workers it may have.</summary>
    public int Degree { get; } = degree;

    /// <summary>All that were queued.</summary>
    public List<SimTask> Workers { get; } = [];

    /// <summary>How many have not found that nothing is left.</summary>
    public int Busy { get; set; }

    /// <summary>The next body.</summary>
    public int Next { get; set; }

    /// <summary>A body failed: no other is begun.</summary>
    public bool Failed { get; set; }
}
