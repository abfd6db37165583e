namespace AsyncProf.Profiles.Data;

/// <summary>What is known of a method, or of the roots of a name, beside what its samples add up to.</summary>
internal sealed record MethodNotes
{
    /// <summary>The longest outermost call, in nanoseconds.</summary>
    public long MaxNs { get; init; }

    /// <inheritdoc cref="MethodRow.PrefixAtMostNs"/>
    public long PrefixAtMostNs { get; init; }

    /// <inheritdoc cref="MethodRow.PrefixNs"/>
    public long PrefixNs { get; init; }

    /// <inheritdoc cref="MethodRow.PrefixUnknown"/>
    public long PrefixUnknown { get; init; }

    /// <inheritdoc cref="MethodRow.LongestRunNs"/>
    public long LongestRunNs { get; init; }

    /// <inheritdoc cref="MethodRow.Yields"/>
    public long Yields { get; init; }

    /// <inheritdoc cref="MethodRow.GcPaused"/>
    public TimeByState GcPaused { get; init; }

    public static MethodNotes operator +(MethodNotes left, MethodNotes right) => new()
    {
        MaxNs = Math.Max(left.MaxNs, right.MaxNs),
        PrefixAtMostNs = left.PrefixAtMostNs + right.PrefixAtMostNs,
        PrefixNs = left.PrefixNs + right.PrefixNs,
        PrefixUnknown = left.PrefixUnknown + right.PrefixUnknown,
        LongestRunNs = Math.Max(left.LongestRunNs, right.LongestRunNs),
        Yields = left.Yields + right.Yields,
        GcPaused = left.GcPaused + right.GcPaused,
    };
}
