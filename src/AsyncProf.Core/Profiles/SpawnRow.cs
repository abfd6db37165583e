namespace AsyncProf.Profiles;

/// <summary>Operations of one method that another began and nobody is known to have awaited. The relation charges nothing: what was begun is in its own time only.</summary>
/// <param name="Starter">Who began them: a method, or a request or scope that did outside any operation. Where the method called another that had not awaited yet, it may have been that.</param>
/// <param name="StarterKind">Whether that is a method or an entry.</param>
/// <param name="Started">The method that was begun.</param>
public sealed record SpawnRow(string Starter, FrameKind StarterKind, string Started)
{
    /// <summary>How many: those that ended and those still running.</summary>
    public long Count { get; init; }

    /// <summary>How many of them had not ended when the recording did.</summary>
    public long StillRunning { get; init; }

    /// <summary>How many ended after who began them.</summary>
    public long Outlived { get; init; }

    /// <summary>After how many of them somebody went on whom no event names: they were awaited by somebody.</summary>
    public long AwaiterUnknown { get; init; }

    /// <summary>Their task time with all that they awaited, in nanoseconds.</summary>
    public long TaskNs { get; init; }
}
