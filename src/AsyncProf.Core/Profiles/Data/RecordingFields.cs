using System.Globalization;

namespace AsyncProf.Profiles.Data;

/// <summary>
/// The recording block field by field, under the names of the report schema: a dot stands between an object and its member. What is written into a profile,
/// read back and merged goes through here, so that nothing is forgotten. Numbers add up unless their line says otherwise.
/// </summary>
internal static class RecordingFields
{
    /// <summary>Stands for a text that is not the same in all that were merged.</summary>
    public const string Mixed = "mixed";

    private static readonly PoolDelay NoDelay = new(0, 0, 0, 0);

    private static readonly AllocationInfo NoAllocation = new(0, 0, 0, 0, 0);

    private static readonly CpuInfo NoCpu = new(0, 0, 0, 0);

    private static readonly TriggerInfo NoTrigger = new("", "", "");

    private static readonly HandleWaitInfo NoWaits = new(0, 0, 0);

    public static IReadOnlyList<RecordingField> All { get; } =
    [
        Number("durationNs", r => r.DurationNs, (r, v) => r with { DurationNs = v }),
        Number("recordings", r => r.Recordings, (r, v) => r with { Recordings = Math.Max(1, v) }) with { IsTold = r => r.Recordings > 1 },
        Date("startUtc", r => r.StartUtc, (r, v) => r with { StartUtc = v }),
        Text("process", r => r.Process, (r, v) => r with { Process = v }),
        Same("pid", r => r.Pid, (r, v) => r with { Pid = v }),
        Text("runtimeVersion", r => r.RuntimeVersion, (r, v) => r with { RuntimeVersion = v }),
        Text("os", r => r.Os, (r, v) => r with { Os = v }),
        Text("arch", r => r.Arch, (r, v) => r with { Arch = v }),
        Same("cpus", r => r.Cpus, (r, v) => r with { Cpus = v }),
        Flag("gcServer", r => r.GcServer, (r, v) => r with { GcServer = v }),
        Text("source", r => r.Source, (r, v) => r with { Source = v }, otherwise: Mixed),
        Number("sampleIntervalNs", r => r.SampleIntervalNs, (r, v) => r with { SampleIntervalNs = v }, SameOrZero),
        Number("samples", r => r.Samples, (r, v) => r with { Samples = v }),
        Number("samplesOutside", r => r.SamplesOutside, (r, v) => r with { SamplesOutside = v }),
        Number("samplesLeftOut", r => r.SamplesLeftOut, (r, v) => r with { SamplesLeftOut = v }),
        Share("undividedShare", r => r.UndividedShare, (r, v) => r with { UndividedShare = v }, of: r => r.DurationNs),
        Number("prefixNs", r => r.PrefixNs, (r, v) => r with { PrefixNs = v }),
        Number("events", r => r.Events, (r, v) => r with { Events = v }),
        Number("lost.events", r => r.LostEvents, (r, v) => r with { LostEvents = v }),
        Number("lost.batches", r => r.LostBatches, (r, v) => r with { LostBatches = v }),
        Number("cut.begunBefore", r => r.BegunBefore, (r, v) => r with { BegunBefore = v }),
        Number("cut.unfinished", r => r.Unfinished, (r, v) => r with { Unfinished = v }),
        Number("cut.ns", r => r.UnfinishedNs, (r, v) => r with { UnfinishedNs = v }),
        Number("cut.brokenOff", r => r.BrokenOff, (r, v) => r with { BrokenOff = v }),
        Number("illegalTransitions", r => r.IllegalTransitions, (r, v) => r with { IllegalTransitions = v }),
        Share("unknownAwaitShare", r => r.UnknownAwaitShare, (r, v) => r with { UnknownAwaitShare = v }, of: r => r.DurationNs),
        Number("inferredEdges", r => r.InferredEdges, (r, v) => r with { InferredEdges = v }),
        Share("inferredEndShare", r => r.InferredEndShare, (r, v) => r with { InferredEndShare = v }, of: r => r.Blocks),
        Number("ambiguousNames", r => r.AmbiguousNames, (r, v) => r with { AmbiguousNames = v }, Worst),
        Share("unattributedShare", r => r.UnattributedShare, (r, v) => r with { UnattributedShare = v }, of: r => r.DurationNs),
        Share("observedShare", r => r.ObservedShare, (r, v) => r with { ObservedShare = v }, of: r => r.DurationNs, otherwise: 1),
        Number("pauses", r => r.Pauses, (r, v) => r with { Pauses = v }),
        Number("cut.byPauses", r => r.CutByPauses, (r, v) => r with { CutByPauses = v }),
        Number("shed", r => r.Shed, (r, v) => r with { Shed = v }),
        Number("operations", r => r.Operations, (r, v) => r with { Operations = v }),
        Number("awaits", r => r.Awaits, (r, v) => r with { Awaits = v }),
        Number("blocks", r => r.Blocks, (r, v) => r with { Blocks = v }),
        Number("maybeReady", r => r.MaybeReady, (r, v) => r with { MaybeReady = v }),
        Number("notAwaited", r => r.NotAwaited, (r, v) => r with { NotAwaited = v }),
        Number("awaiterUnknown", r => r.AwaiterUnknown, (r, v) => r with { AwaiterUnknown = v }),
        Share("awaiterUnknownShare", r => r.AwaiterUnknownShare, (r, v) => r with { AwaiterUnknownShare = v }, of: r => r.DurationNs),
        Number("inferredNames", r => r.InferredNames, (r, v) => r with { InferredNames = v }),
        Share("ambiguousShare", r => r.AmbiguousShare, (r, v) => r with { AmbiguousShare = v }, of: r => r.DurationNs),
        Text("namesBy", r => r.NamesBy, (r, v) => r with { NamesBy = v }, otherwise: Mixed),
        Text("eventsBy", r => r.EventsBy, (r, v) => r with { EventsBy = v }, otherwise: Mixed),
        Number("namesSkipped", r => r.NamesSkipped, (r, v) => r with { NamesSkipped = v }),
        Number("sampledNames", r => r.SampledNames, (r, v) => r with { SampledNames = v }),
        Number("unnamed", r => r.Unnamed, (r, v) => r with { Unnamed = v }),
        Number("wrongYields", r => r.WrongYields, (r, v) => r with { WrongYields = v }),
        Number("prefixAtMostNs", r => r.PrefixAtMostNs, (r, v) => r with { PrefixAtMostNs = v }),
        Number("dispatches", r => r.Dispatches, (r, v) => r with { Dispatches = v }),
        Number("unmatchedDispatches", r => r.UnmatchedDispatches, (r, v) => r with { UnmatchedDispatches = v }),
        Number("prefixUnknown", r => r.PrefixUnknown, (r, v) => r with { PrefixUnknown = v }),
        Number("prefixBlocks", r => r.PrefixBlocks, (r, v) => r with { PrefixBlocks = v }),
        Number("prefixBlockedNs", r => r.PrefixBlockedNs, (r, v) => r with { PrefixBlockedNs = v }),
        Number("givenUp", r => r.GivenUp, (r, v) => r with { GivenUp = v }),
        Number("entriesGivenUp", r => r.EntriesGivenUp, (r, v) => r with { EntriesGivenUp = v }),
        Number("foldedStacks", r => r.FoldedStacks, (r, v) => r with { FoldedStacks = v }),
        Number("gaps", r => r.Gaps, (r, v) => r with { Gaps = v }),
        Number("unmatched", r => r.Unmatched, (r, v) => r with { Unmatched = v }),
        Number("unbalanced", r => r.Unbalanced, (r, v) => r with { Unbalanced = v }),
        Number("inferredBy.relay", r => r.InferredBy.Relay, (r, v) => r with { InferredBy = r.InferredBy with { Relay = v } }),
        Number("inferredBy.iterator", r => r.InferredBy.Iterator, (r, v) => r with { InferredBy = r.InferredBy with { Iterator = v } }),
        Number("inferredBy.unwrap", r => r.InferredBy.Unwrap, (r, v) => r with { InferredBy = r.InferredBy with { Unwrap = v } }),
        Number("inferredBy.worker", r => r.InferredBy.Worker, (r, v) => r with { InferredBy = r.InferredBy with { Worker = v } }),
        Number("inferredBy.pooled", r => r.InferredBy.Pooled, (r, v) => r with { InferredBy = r.InferredBy with { Pooled = v } }),
        Number("inferredBy.attached", r => r.InferredBy.Attached, (r, v) => r with { InferredBy = r.InferredBy with { Attached = v } }),
        Number("inferredBy.adjacent", r => r.InferredBy.Adjacent, (r, v) => r with { InferredBy = r.InferredBy with { Adjacent = v } }),
        Number("inferredBy.gaveUp", r => r.InferredBy.GaveUp, (r, v) => r with { InferredBy = r.InferredBy with { GaveUp = v } }),
        Number("inferredBy.whenEach", r => r.InferredBy.WhenEach, (r, v) => r with { InferredBy = r.InferredBy with { WhenEach = v } }),
        Number("inferredBy.otherWorker", r => r.InferredBy.OtherWorker, (r, v) => r with { InferredBy = r.InferredBy with { OtherWorker = v } }),
        Number("inferredBy.dataflow", r => r.InferredBy.Dataflow, (r, v) => r with { InferredBy = r.InferredBy with { Dataflow = v } }),
        Number("toldEdges", r => r.ToldEdges, (r, v) => r with { ToldEdges = v }),
        Number("poolDelay.probes", r => r.PoolDelay?.Probes ?? 0, (r, v) => r with { PoolDelay = (r.PoolDelay ?? NoDelay) with { Probes = v } }),
        Number("poolDelay.p50Ns", r => r.PoolDelay?.P50Ns ?? 0, (r, v) => r with { PoolDelay = (r.PoolDelay ?? NoDelay) with { P50Ns = v } }, Worst),
        Number("poolDelay.p99Ns", r => r.PoolDelay?.P99Ns ?? 0, (r, v) => r with { PoolDelay = (r.PoolDelay ?? NoDelay) with { P99Ns = v } }, Worst),
        Number("poolDelay.maxNs", r => r.PoolDelay?.MaxNs ?? 0, (r, v) => r with { PoolDelay = (r.PoolDelay ?? NoDelay) with { MaxNs = v } }, Worst),
        Number("allocated.processBytes", r => r.Allocated?.ProcessBytes ?? 0, (r, v) => r with { Allocated = (r.Allocated ?? NoAllocation) with { ProcessBytes = v } }),
        Number("allocated.operationsBytes", r => r.Allocated?.OperationsBytes ?? 0, (r, v) => r with { Allocated = (r.Allocated ?? NoAllocation) with { OperationsBytes = v } }),
        Number("allocated.outsideBytes", r => r.Allocated?.OutsideBytes ?? 0, (r, v) => r with { Allocated = (r.Allocated ?? NoAllocation) with { OutsideBytes = v } }),
        Number("allocated.tracingBytes", r => r.Allocated?.TracingBytes ?? 0, (r, v) => r with { Allocated = (r.Allocated ?? NoAllocation) with { TracingBytes = v } }),
        Number("allocated.profilerBytes", r => r.Allocated?.ProfilerBytes ?? 0, (r, v) => r with { Allocated = (r.Allocated ?? NoAllocation) with { ProfilerBytes = v } }),
        Flag("allocated.isEstimate", r => r.Allocated?.IsEstimate ?? false, (r, v) => v || r.Allocated is not null ? r with { Allocated = (r.Allocated ?? NoAllocation) with { IsEstimate = v } } : r) with { Merge = (sum, all) => sum.Allocated is { } allocated ? sum with { Allocated = allocated with { IsEstimate = all.Any(r => r.Allocated is { IsEstimate: true }) } } : sum },
        Number("allocated.recordings", r => r.Allocated?.Recordings ?? 0, (r, v) => r with { Allocated = (r.Allocated ?? NoAllocation) with { Recordings = Math.Max(1, v) } }) with { IsTold = r => r is { Recordings: > 1, Allocated: not null } },
        Number("allocated.observedNs", r => r.AllocatedObservedNs, (r, v) => r.AllocatedInSome ? r with { Allocated = r.Allocated! with { ObservedNs = v } } : r) with { IsTold = r => r.AllocatedInSome },
        Number("cpu.processNs", r => r.Cpu?.ProcessNs ?? 0, (r, v) => r with { Cpu = (r.Cpu ?? NoCpu) with { ProcessNs = v } }),
        Number("cpu.operationsNs", r => r.Cpu?.OperationsNs ?? 0, (r, v) => r with { Cpu = (r.Cpu ?? NoCpu) with { OperationsNs = v } }),
        Number("cpu.outsideNs", r => r.Cpu?.OutsideNs ?? 0, (r, v) => r with { Cpu = (r.Cpu ?? NoCpu) with { OutsideNs = v } }),
        Number("cpu.profilerNs", r => r.Cpu?.ProfilerNs ?? 0, (r, v) => r with { Cpu = (r.Cpu ?? NoCpu) with { ProfilerNs = v } }),
        Number("cpu.recordings", r => r.Cpu?.Recordings ?? 0, (r, v) => r with { Cpu = (r.Cpu ?? NoCpu) with { Recordings = Math.Max(1, v) } }) with { IsTold = r => r is { Recordings: > 1, Cpu: not null } },
        Text("trigger.reason", r => r.Trigger?.Reason ?? "", (r, v) => WithTrigger(r, (r.Trigger ?? NoTrigger) with { Reason = v }), otherwise: Mixed),
        Text("trigger.route", r => r.Trigger?.Route ?? "", (r, v) => WithTrigger(r, (r.Trigger ?? NoTrigger) with { Route = v })),
        Text("trigger.traceId", r => r.Trigger?.TraceId ?? "", (r, v) => WithTrigger(r, (r.Trigger ?? NoTrigger) with { TraceId = v })),
        Number("handleWaits.inOperations", r => r.HandleWaits?.InOperations ?? 0, (r, v) => r with { HandleWaits = (r.HandleWaits ?? NoWaits) with { InOperations = v } }) with { IsTold = HasWaits },
        Number("handleWaits.outside", r => r.HandleWaits?.Outside ?? 0, (r, v) => r with { HandleWaits = (r.HandleWaits ?? NoWaits) with { Outside = v } }) with { IsTold = HasWaits },
        Number("handleWaits.unmatched", r => r.HandleWaits?.Unmatched ?? 0, (r, v) => r with { HandleWaits = (r.HandleWaits ?? NoWaits) with { Unmatched = v } }) with { IsTold = HasWaits },
    ];

    private static readonly Dictionary<string, RecordingField> ByName = All.ToDictionary(field => field.Name, StringComparer.Ordinal);

    /// <summary>The field of a name; null if there is none.</summary>
    public static RecordingField? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>What several recordings are together: counts add up, shares are weighted by what they are shares of, and what differs is said to be unknown.</summary>
    public static RecordingInfo Merge(IReadOnlyList<RecordingInfo> recordings) =>
        All.Aggregate(new RecordingInfo(), (sum, field) => field.Merge(sum, recordings));

    private static bool HasWaits(RecordingInfo recording) => recording.HandleWaits is not null;

    private static RecordingField Number(string name, Func<RecordingInfo, long> get, Func<RecordingInfo, long, RecordingInfo> set, Func<IEnumerable<long>, long>? merge = null) => new(
        name,
        recording => get(recording),
        (recording, text) => set(recording, CountOf(long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture))),
        (sum, all) => Apply(sum, set, (merge ?? Enumerable.Sum)(all.Select(get))));

    private static RecordingField Same(string name, Func<RecordingInfo, int> get, Func<RecordingInfo, int, RecordingInfo> set) => new(
        name,
        recording => (long)get(recording),
        (recording, text) => set(recording, (int)CountOf(int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture))),
        (sum, all) => set(sum, SameOr(all.Select(get), 0)));

    private static RecordingField Share(
        string name, Func<RecordingInfo, double> get, Func<RecordingInfo, double, RecordingInfo> set, Func<RecordingInfo, long> of, double otherwise = 0) => new(
        name,
        recording => get(recording),
        (recording, text) => set(recording, ShareOf(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture))),
        (sum, all) => set(sum, all.Sum(r => (double)of(r)) is var weight and > 0 ? all.Sum(r => get(r) * of(r)) / weight : otherwise));

    private static RecordingField Flag(string name, Func<RecordingInfo, bool> get, Func<RecordingInfo, bool, RecordingInfo> set) => new(
        name,
        recording => get(recording),
        (recording, text) => set(recording, bool.Parse(text)),
        (sum, all) => set(sum, SameOr(all.Select(get), false)));

    private static RecordingField Text(string name, Func<RecordingInfo, string> get, Func<RecordingInfo, string, RecordingInfo> set, string otherwise = "") =>
        new(name, get, set, (sum, all) => set(sum, SameOr(all.Select(get), otherwise)));

    /// <summary>The earliest that is known.</summary>
    private static RecordingField Date(string name, Func<RecordingInfo, DateTime> get, Func<RecordingInfo, DateTime, RecordingInfo> set) => new(
        name,
        recording => get(recording) == default ? "" : get(recording).ToString("O", CultureInfo.InvariantCulture),
        (recording, text) => text.Length == 0 ? recording : set(recording, DateTime.ParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind)),
        (sum, all) => set(sum, all.Select(get).Where(date => date != default).DefaultIfEmpty().Min()));

    /// <summary>Percentiles do not add up: the worst of each is never too good.</summary>
    private static long Worst(IEnumerable<long> values) => values.Max();

    private static long SameOrZero(IEnumerable<long> values) => SameOr(values, 0);

    private static T SameOr<T>(IEnumerable<T> values, T otherwise) => values.Distinct().Take(2).ToArray() is [var one] ? one : otherwise;

    /// <summary>A number that is 0 everywhere stays as it is: where nothing was measured, nothing is said.</summary>
    private static RecordingInfo Apply(RecordingInfo sum, Func<RecordingInfo, long, RecordingInfo> set, long value) => value == 0 ? sum : set(sum, value);

    /// <summary>Of what is empty in all its parts nothing is said.</summary>
    private static RecordingInfo WithTrigger(RecordingInfo recording, TriggerInfo trigger) => recording with { Trigger = trigger == NoTrigger ? null : trigger };

    private static double ShareOf(double value) => value is >= 0 and <= 1 ? value : throw new FormatException("not a share");

    private static long CountOf(long value) => value is >= 0 and < long.MaxValue / 64 ? value : throw new FormatException("not a number that can be");
}
