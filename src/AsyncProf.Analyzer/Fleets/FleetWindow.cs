namespace AsyncProf.Fleets;

/// <summary>From when to when a store is asked, in UTC.</summary>
/// <param name="Since">Where it begins; it belongs to it.</param>
/// <param name="Until">Where it ends; it does not.</param>
internal readonly record struct FleetWindow(DateTime Since, DateTime Until)
{
    /// <summary>How long it is.</summary>
    public TimeSpan Length => Until - Since;

    /// <summary>As it is written in a sentence.</summary>
    public override string ToString() => $"{SliceName.Of(Since)} to {SliceName.Of(Until)}";

    /// <summary>Whether a moment lies in it.</summary>
    public bool Holds(DateTime moment) => moment >= Since && moment < Until;

    /// <summary>What lies in both; of no length, or less, where nothing does.</summary>
    public FleetWindow Shared(FleetWindow other) => new(Since > other.Since ? Since : other.Since, Until < other.Until ? Until : other.Until);

    /// <summary>Parts of equal length, the first first.</summary>
    /// <param name="count">How many.</param>
    public FleetWindow[] Split(int count)
    {
        (DateTime since, long ticks) = (Since, Length.Ticks);
        DateTime At(int part) => since.AddTicks((long)((Int128)ticks * part / count));
        return [.. Enumerable.Range(0, count).Select(part => new FleetWindow(At(part), At(part + 1)))];
    }

    /// <summary>Parts of equal length, none longer than some time.</summary>
    public FleetWindow[] SplitBy(TimeSpan longest) => Split((int)Math.Max(1, ((Length.Ticks - 1) / longest.Ticks) + 1));

    /// <summary>The part in which a moment lies, of parts of equal length; it must lie in the whole.</summary>
    public int PartOf(DateTime moment, int count) => (int)Int128.Clamp((Int128)(moment - Since).Ticks * count / Math.Max(1, Length.Ticks), 0, count - 1);
}
