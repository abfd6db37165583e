using AsyncProf.Events.Tpl;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Decoding.Series;

/// <summary>Which event counters are read, by their names, and what they become. A recording may hold any others; they are passed over.</summary>
internal static class KnownCounters
{
    /// <summary>The event source <c>System.Runtime</c>.</summary>
    private static readonly Guid RuntimeSource = new("49592c0f-5a05-516d-aa4b-a64e02026c89");

    private const double Megabyte = 1e6;

    private static readonly Dictionary<string, (SeriesMeasure Measure, double Scale)>.AlternateLookup<ReadOnlySpan<char>> Runtime = new Dictionary<string, (SeriesMeasure, double)>(StringComparer.Ordinal)
    {
        ["working-set"] = (SeriesMeasure.WorkingSet, Megabyte),
        ["gc-heap-size"] = (SeriesMeasure.GcHeap, Megabyte),
        ["gc-committed"] = (SeriesMeasure.GcCommitted, Megabyte),
        ["gen-0-size"] = (SeriesMeasure.Gen0, 1),
        ["gen-1-size"] = (SeriesMeasure.Gen1, 1),
        ["gen-2-size"] = (SeriesMeasure.Gen2, 1),
        ["loh-size"] = (SeriesMeasure.LargeObjects, 1),
        ["poh-size"] = (SeriesMeasure.PinnedObjects, 1),
        ["gc-fragmentation"] = (SeriesMeasure.Fragmentation, 1),
        ["alloc-rate"] = (SeriesMeasure.Allocated, 1),
        ["time-in-gc"] = (SeriesMeasure.TimeInGc, 1),
        ["cpu-usage"] = (SeriesMeasure.Cpu, 1),
        ["threadpool-thread-count"] = (SeriesMeasure.PoolThreads, 1),
        ["threadpool-queue-length"] = (SeriesMeasure.PoolQueue, 1),
        ["threadpool-completed-items-count"] = (SeriesMeasure.PoolItems, 1),
        ["monitor-lock-contention-count"] = (SeriesMeasure.Contentions, 1),
        ["exception-count"] = (SeriesMeasure.Exceptions, 1),
    }.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly Dictionary<string, (SeriesMeasure Measure, double Scale)>.AlternateLookup<ReadOnlySpan<char>> Hosting = new Dictionary<string, (SeriesMeasure, double)>(StringComparer.Ordinal)
    {
        ["requests-per-second"] = (SeriesMeasure.ServedRequests, 1),
        ["current-requests"] = (SeriesMeasure.OpenRequests, 1),
    }.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether a source may have counters that are read.</summary>
    public static bool AreOf(Guid provider) => provider == RuntimeSource || provider == HostingEvents.SourceId;

    /// <summary>What an event says; false if it is none of those counters.</summary>
    /// <param name="provider">Its source.</param>
    /// <param name="payload">What it holds.</param>
    /// <param name="measure">What was measured.</param>
    /// <param name="value">How much, in the unit of the measure.</param>
    public static bool TryRead(Guid provider, ReadOnlySpan<byte> payload, out SeriesMeasure measure, out double value)
    {
        (measure, value) = (default, 0);
        if (!AreOf(provider) || !CounterValue.TryRead(payload, out CounterValue counter) || !(provider == RuntimeSource ? Runtime : Hosting).TryGetValue(counter.Name, out (SeriesMeasure Measure, double Scale) known))
            return false;
        measure = known.Measure;
        value = counter.Value * known.Scale / (counter.IsIncrement ? counter.Seconds : 1);
        return value <= SeriesMeasures.Most;
    }
}
