namespace AsyncProf.Profiles.Data;

/// <summary>What each measure of a series is called, and what its numbers are.</summary>
internal static class SeriesMeasures
{
    /// <summary>No process has more of anything; a recording can say any number.</summary>
    public const double Most = 1e18;

    /// <summary>So many significant digits are more than any measure has.</summary>
    private const int Digits = 6;

    private static readonly (SeriesMeasure Measure, string Id, string Label, SeriesUnit Unit)[] Known =
    [
        (SeriesMeasure.WorkingSet, "workingSet", "working set", SeriesUnit.Bytes),
        (SeriesMeasure.GcHeap, "gcHeap", "GC heap", SeriesUnit.Bytes),
        (SeriesMeasure.GcCommitted, "gcCommitted", "GC committed", SeriesUnit.Bytes),
        (SeriesMeasure.Gen0, "gen0", "generation 0", SeriesUnit.Bytes),
        (SeriesMeasure.Gen1, "gen1", "generation 1", SeriesUnit.Bytes),
        (SeriesMeasure.Gen2, "gen2", "generation 2", SeriesUnit.Bytes),
        (SeriesMeasure.LargeObjects, "largeObjects", "large objects", SeriesUnit.Bytes),
        (SeriesMeasure.PinnedObjects, "pinnedObjects", "pinned objects", SeriesUnit.Bytes),
        (SeriesMeasure.Fragmentation, "fragmentation", "fragmentation", SeriesUnit.Percent),
        (SeriesMeasure.Allocated, "allocated", "allocated", SeriesUnit.BytesPerSecond),
        (SeriesMeasure.TimeInGc, "timeInGc", "time in GC", SeriesUnit.Percent),
        (SeriesMeasure.GcPaused, "gcPaused", "paused for GC", SeriesUnit.Percent),
        (SeriesMeasure.GcPauses, "gcPauses", "GC pauses", SeriesUnit.PerSecond),
        (SeriesMeasure.Cpu, "cpu", "CPU of all", SeriesUnit.Percent),
        (SeriesMeasure.PoolThreads, "poolThreads", "pool threads", SeriesUnit.Count),
        (SeriesMeasure.PoolQueue, "poolQueue", "pool queue", SeriesUnit.Count),
        (SeriesMeasure.PoolItems, "poolItems", "pool items", SeriesUnit.PerSecond),
        (SeriesMeasure.Contentions, "contentions", "lock contentions", SeriesUnit.PerSecond),
        (SeriesMeasure.Exceptions, "exceptions", "exceptions", SeriesUnit.PerSecond),
        (SeriesMeasure.ServedRequests, "servedRequests", "requests (server)", SeriesUnit.PerSecond),
        (SeriesMeasure.OpenRequests, "openRequests", "open requests", SeriesUnit.Count),
        (SeriesMeasure.Requests, "requests", "requests", SeriesUnit.PerSecond),
        (SeriesMeasure.Running, "running", "running", SeriesUnit.AtOnce),
        (SeriesMeasure.Waiting, "waiting", "waiting", SeriesUnit.AtOnce),
        (SeriesMeasure.Ready, "ready", "ready", SeriesUnit.AtOnce),
        (SeriesMeasure.Blocked, "blocked", "blocked", SeriesUnit.AtOnce),
        (SeriesMeasure.Gpu, "gpu", "GPU", SeriesUnit.Percent),
        (SeriesMeasure.GpuMemory, "gpuMemory", "GPU memory", SeriesUnit.Bytes),
    ];

    /// <summary>All of them, in their order.</summary>
    public static IReadOnlyList<SeriesMeasure> All { get; } = [.. Known.Select(known => known.Measure)];

    /// <summary>What it is called in files for machines.</summary>
    public static string IdOf(SeriesMeasure measure) => Known[(int)measure].Id;

    /// <summary>What it is called for people.</summary>
    public static string LabelOf(SeriesMeasure measure) => Known[(int)measure].Label;

    public static SeriesUnit UnitOf(SeriesMeasure measure) => Known[(int)measure].Unit;

    /// <summary>Whether it is how much there is at a moment, so that the most of a longer step is what counts; otherwise it is the average.</summary>
    public static bool IsLevel(SeriesMeasure measure) => UnitOf(measure) is SeriesUnit.Bytes or SeriesUnit.Count;

    /// <summary>Whether it is added up of what operations did, so that it is not known of some of them.</summary>
    public static bool IsOfTrees(SeriesMeasure measure) => measure is SeriesMeasure.Requests or SeriesMeasure.Running or SeriesMeasure.Waiting or SeriesMeasure.Ready or SeriesMeasure.Blocked;

    /// <summary>What a unit is called in files for machines.</summary>
    public static string IdOf(SeriesUnit unit) => unit switch
    {
        SeriesUnit.Bytes => "bytes",
        SeriesUnit.BytesPerSecond => "bytesPerSecond",
        SeriesUnit.Percent => "percent",
        SeriesUnit.Count => "count",
        SeriesUnit.AtOnce => "atOnce",
        _ => "perSecond",
    };

    /// <summary>A value without digits that nobody measured.</summary>
    public static double Rounded(double value)
    {
        if (value == 0 || Math.Abs(value) >= Math.Pow(10, Digits))
            return Math.Round(value);
        int before = (int)Math.Floor(Math.Log10(Math.Abs(value))) + 1;
        return Math.Round(value, Math.Clamp(Digits - before, 0, 15));
    }
}
