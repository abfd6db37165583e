namespace AsyncProf.Stitching.Records;

/// <summary>What an operation used up to a moment, since its reading before.</summary>
internal struct UseReading
{
    /// <summary>When it was read, in ticks.</summary>
    public long Time;

    public ResourceUse Use;

    /// <summary>The interval of the operation in which it was read: readings of one are one.</summary>
    public int Interval;

    /// <summary>The next reading of the operation; 0 for none.</summary>
    public int Next;
}
