using System.Globalization;
using AsyncProf.Profiles;

namespace AsyncProf.Diffing;

/// <summary>Finds in what the recordings of two sides are not alike: then a difference need not be the code's.</summary>
internal static class Comparability
{
    private const double MuchLost = 0.01, WellObserved = 0.95, OtherMix = 0.2, OtherLength = 1.5;

    private static readonly (string Id, string Name, Func<RecordingInfo, string> Value)[] Same =
    [
        ("runtime", "the runtime", recording => recording.RuntimeVersion),
        ("os", "the operating system", recording => recording.Os),
        ("arch", "the architecture", recording => recording.Arch),
        ("cpus", "the number of processors", recording => recording.Cpus.ToString(CultureInfo.InvariantCulture)),
        ("gc", "the garbage collector", recording => recording.GcServer ? "server" : "workstation"),
        ("source", "the event source", recording => recording.Source),
        ("sampling", "the interval of samples", IntervalOf),
        ("measured", "what is measured beside time", recording => string.Join(" and ", ((string?[])[recording.Allocated is null ? null : "allocations", recording.Cpu is null ? null : "processors"]).OfType<string>().DefaultIfEmpty("nothing"))),
    ];

    /// <summary>Which of the intervals that there are: how often threads were looked at in fact is never twice the same.</summary>
    private static string IntervalOf(RecordingInfo recording) => recording.SampleIntervalNs switch
    {
        0 => "none",
        < 4_000_000 => "1 ms",
        _ => "10 ms",
    };

    public static IReadOnlyList<ComparabilityIssue> Check(DiffSide from, DiffSide to, IReadOnlyList<RootChange> roots)
    {
        var issues = new List<ComparabilityIssue>();
        RecordingInfo[] bases = [.. from.Runs.Select(run => run.Recording)], heads = [.. to.Runs.Select(run => run.Recording)];
        foreach ((string id, string name, Func<RecordingInfo, string> value) in Same)
        {
            string[] before = [.. bases.Select(value).Distinct().Order(StringComparer.Ordinal)], after = [.. heads.Select(value).Distinct().Order(StringComparer.Ordinal)];
            if (!before.SequenceEqual(after) || before.Length > 1)
                issues.Add(new ComparabilityIssue(id, $"{name} differs: {List(before)} in the base, {List(after)} in the head.", Breaks: true));
        }

        foreach (DiffSide side in (ReadOnlySpan<DiffSide>)[from, to])
        {
            if (side.Remark.Length > 0)
                issues.Add(new ComparabilityIssue("kept", $"the {side.Name} is {side.Remark}", Breaks: false));
        }

        if (new[] { from.Overlap, to.Overlap }.FirstOrDefault(overlap => overlap.Length > 0) is { } overlap)
            issues.Add(new ComparabilityIssue("overlap", $"{overlap}.", Breaks: true));
        if (new[] { from.Doubt, to.Doubt }.FirstOrDefault(doubt => doubt.Length > 0) is { } doubt)
            issues.Add(new ComparabilityIssue("machine", $"{doubt}.", Breaks: true));
        foreach ((string side, RecordingInfo[] recordings) in (ReadOnlySpan<(string, RecordingInfo[])>)[("base", bases), ("head", heads)])
        {
            AddIf(recordings.Count(recording => recording.LostEvents > MuchLost * (recording.Events + recording.LostEvents)), "lost", $"of the {side} lost more than 1 % of their events.");
            AddIf(recordings.Count(recording => recording.ObservedShare < WellObserved), "observed", $"of the {side} saw less than 95 % of their time.");
            AddIf(recordings.Count(recording => recording.AllocatedInSome || recording.CpuInSome), "measured-in-some", $"of the {side} add up recordings of which only some measured allocations or processors.");
            AddIf(recordings.Count(recording => recording.BrokenOff > 0), "broken-off", $"of the {side} broke off before their end.");
        }

        double mix = RootMix(roots);
        if (mix > OtherMix)
            issues.Add(new ComparabilityIssue("mix", string.Create(CultureInfo.InvariantCulture, $"the mix of roots differs: {mix * 100:0} % of them are of other names than on the other side."), Breaks: true));
        double length = Ratio(bases.Average(recording => (double)recording.DurationNs), heads.Average(recording => (double)recording.DurationNs));
        if (length > OtherLength)
            issues.Add(new ComparabilityIssue("length", string.Create(CultureInfo.InvariantCulture, $"the recordings of one side last {length:0.0} times as long."), Breaks: false));
        if (from.Runs.Count > 1 && to.Runs.Count > 1 && AreApart(bases, heads))
            issues.Add(new ComparabilityIssue("interleaving", "all runs of one side were made before those of the other: a drift of the machine looks like a change. asyncprof compare takes turns.", Breaks: false));
        return issues;

        void AddIf(int count, string id, string text)
        {
            if (count > 0)
                issues.Add(new ComparabilityIssue(id, $"{count.ToString(CultureInfo.InvariantCulture)} {text}", Breaks: true));
        }
    }

    private static string List(string[] values) => string.Join(" and ", values.Select(value => value.Length == 0 ? "(unknown)" : value));

    /// <summary>The share of roots that would have to bear another name for both sides to be alike, 0 to 1.</summary>
    private static double RootMix(IReadOnlyList<RootChange> roots)
    {
        RootChange[] own = [.. roots.Where(root => !root.IsFramework)];
        double before = own.Sum(root => root.Count.Base), after = own.Sum(root => root.Count.Head);
        return before == 0 || after == 0 ? 0 : own.Sum(root => Math.Abs((root.Count.Base / before) - (root.Count.Head / after))) / 2;
    }

    private static double Ratio(double a, double b) => a <= 0 || b <= 0 ? 1 : Math.Max(a, b) / Math.Min(a, b);

    private static bool AreApart(RecordingInfo[] bases, RecordingInfo[] heads)
    {
        if (bases.Concat(heads).Any(recording => recording.StartUtc == default))
            return false;
        return bases.Max(recording => recording.StartUtc) < heads.Min(recording => recording.StartUtc) || heads.Max(recording => recording.StartUtc) < bases.Min(recording => recording.StartUtc);
    }
}
