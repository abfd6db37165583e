namespace AsyncProf.Profiles.Data;

/// <summary>What a measure is counted in.</summary>
internal enum SeriesUnit : byte
{
    Bytes,
    BytesPerSecond,

    /// <summary>Per cent.</summary>
    Percent,

    /// <summary>How many there were.</summary>
    Count,

    /// <summary>How many there were at once, on an average of the second.</summary>
    AtOnce,
    PerSecond,
}
