namespace AsyncProf.Stitching.Records;

/// <summary>The time of the events: the newest moment seen.</summary>
internal sealed class StitchingClock
{
    /// <summary>In ticks; <see cref="long.MinValue"/> before the first event.</summary>
    public long Now = long.MinValue;
}
