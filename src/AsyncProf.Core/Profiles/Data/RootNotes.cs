namespace AsyncProf.Profiles.Data;

/// <summary>What is known of the roots of one kind and name beside what their samples add up to.</summary>
/// <param name="MaxNs">The longest, in nanoseconds.</param>
/// <param name="Slowest">Its logical tree; null where it was not kept.</param>
internal sealed record RootNotes(long MaxNs, CallNode? Slowest)
{
    /// <summary>Of open roots, how many had not ended when the recording did; negative where that is not known.</summary>
    public long StillRunning { get; init; }

    /// <summary>How much of their elapsed time all threads stood still for the garbage collector, in nanoseconds.</summary>
    public long GcNs { get; init; }

    /// <summary>Of two recordings: the slower one's tree is kept.</summary>
    public static RootNotes operator +(RootNotes left, RootNotes right)
    {
        long running = left.StillRunning < 0 || right.StillRunning < 0 ? -1 : Math.Min(long.MaxValue / 4, left.StillRunning + right.StillRunning);
        return (right.MaxNs > left.MaxNs ? right : left) with { StillRunning = running, GcNs = left.GcNs + right.GcNs };
    }
}
