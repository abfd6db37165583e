namespace AsyncProf.Spans;

/// <summary>How many spans of ours the SDK takes.</summary>
/// <param name="Now">So many at once.</param>
/// <param name="Waiting">So many may wait for their turn before it is chosen among them.</param>
/// <param name="PerSecond">More than so many in a second are not to be expected.</param>
internal readonly record struct SpanRoom(int Now, int Waiting, int PerSecond)
{
    /// <summary>Nothing is in the way.</summary>
    public static SpanRoom Boundless { get; } = new(int.MaxValue, int.MaxValue, int.MaxValue);
}
