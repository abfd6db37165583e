namespace AsyncProf.Decoding.Series;

/// <summary>
/// To which second a counter's value belongs. It speaks of the second before it, which lies across two of the recording: the one that holds more of it is meant. Values come each second but for some
/// milliseconds, and must not fall twice into one second and then into none.
/// </summary>
/// <param name="second">A second, in ticks.</param>
internal sealed class CounterClock(long second)
{
    private long? _shift;

    /// <summary>A moment in the second that is meant, about in its middle.</summary>
    /// <param name="time">When the value came, in ticks.</param>
    /// <param name="origin">When the recording began.</param>
    public long Place(long time, long origin)
    {
        if (_shift is not { } shift || Math.Abs(Remainder(time + shift - origin) - (second / 2)) > second * 2 / 5)
            _shift = shift = -Remainder(time - (second / 2) - origin); // it is another session, or they have drifted apart
        return time + shift;
    }

    private long Remainder(long ticks) => ((ticks % second) + second) % second;
}
