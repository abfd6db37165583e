using AsyncProf.Diffing.Runs;
using AsyncProf.Profiles;

namespace AsyncProf.Diffing;

/// <summary>Puts the methods below the roots of one name beside each other. A run in which a method does not occur has zero of it.</summary>
internal sealed class MethodComparison
{
    private readonly IReadOnlyList<RootMeasures> _bases;
    private readonly IReadOnlyList<RootMeasures> _heads;
    private readonly MethodKey _key;

    private readonly DiffMeasure _measure;

    private MethodComparison(IReadOnlyList<RootMeasures> bases, IReadOnlyList<RootMeasures> heads, MethodKey key, DiffMeasure measure) => (_bases, _heads, _key, _measure) = (bases, heads, key, measure);

    /// <summary>All methods of both sides, the largest change first.</summary>
    public static IReadOnlyList<MethodChange> Of(IReadOnlyList<RootMeasures> bases, IReadOnlyList<RootMeasures> heads, DiffMeasure measure) =>
    [
        .. bases.Concat(heads).SelectMany(root => root.Methods.Keys).Distinct()
            .Select(key => new MethodComparison(bases, heads, key, measure).Compare())
            .OrderByDescending(change => Math.Abs(change.Head.Total - change.Base.Total)).ThenBy(change => change.Key),
    ];

    private MethodChange Compare()
    {
        MethodMeasures? last = Found(_heads).LastOrDefault() ?? Found(_bases).LastOrDefault();
        return new MethodChange
        {
            Key = _key,
            Measure = _measure,
            Presence = !Found(_bases).Any() ? Presence.Added : !Found(_heads).Any() ? Presence.Removed : Presence.Both,
            Self = _bases.Count == 0 || _heads.Count == 0 ? null : MeasureChange.Of(Each(_bases, SelfNs), Each(_heads, SelfNs)) with { Measure = _measure },
            Base = MeanByState(_bases, method => method.ElapsedSelf),
            Head = MeanByState(_heads, method => method.ElapsedSelf),
            Task = Means(method => method.TaskSelf.TotalNs),
            Total = Means(method => method.ElapsedTotalNs),
            TaskTotal = Means(method => method.TaskTotalNs),
            Calls = Means(method => method.Calls),
            Errors = Means(method => method.Errors),
            Source = this,
            Assembly = last?.Assembly ?? "",
            File = last?.File ?? "",
            IsFramework = last?.IsFramework ?? false,
        };
    }

    private static double SelfNs(MethodMeasures method) => method.ElapsedSelf.TotalNs;

    private IEnumerable<MethodMeasures> Found(IReadOnlyList<RootMeasures> runs) => runs.Select(root => root.Methods.GetValueOrDefault(_key)).OfType<MethodMeasures>();

    private double[] Each(IReadOnlyList<RootMeasures> runs, Func<MethodMeasures, double> value) =>
        [.. runs.Select(root => root.Methods.TryGetValue(_key, out MethodMeasures? method) ? value(method) / root.Count : 0)];

    private (double Base, double Head) Means(Func<MethodMeasures, double> value) => (Mean(Each(_bases, value)), Mean(Each(_heads, value)));

    private static double Mean(double[] values) => values.Length == 0 ? 0 : values.Average();

    private MeanByState MeanByState(IReadOnlyList<RootMeasures> runs, Func<MethodMeasures, TimeByState?> value)
    {
        MeanByState mean = default;
        foreach (RootMeasures root in runs)
        {
            if (root.Methods.TryGetValue(_key, out MethodMeasures? method) && value(method) is { } time)
                mean += Diffing.MeanByState.Of(time, (double)root.Count * runs.Count);
        }

        return mean;
    }

    /// <summary>Its waits, the largest change first.</summary>
    public IReadOnlyList<WaitChange> Waits() =>
    [
        .. Found(_bases).Concat(Found(_heads)).SelectMany(method => method.Waits.All).Select(wait => wait.Key).Distinct(StringComparer.Ordinal)
            .Select(Wait)
            .OrderByDescending(wait => Math.Abs(wait.Head.Total - wait.Base.Total)).ThenBy(wait => wait.Name, StringComparer.Ordinal),
    ];

    private WaitChange Wait(string name)
    {
        (double baseCount, double headCount) = Means(method => method.Waits.Find(name)?.Count ?? 0);
        int line = (Found(_heads).LastOrDefault(Has) ?? Found(_bases).LastOrDefault(Has))?.Waits.Find(name)?.Line ?? 0;
        return new WaitChange(name, baseCount, headCount, MeanByState(_bases, method => method.Waits.Find(name)?.Elapsed), MeanByState(_heads, method => method.Waits.Find(name)?.Elapsed), line);

        bool Has(MethodMeasures method) => method.Waits.Find(name) is not null;
    }

    /// <summary>Its callers, the largest change first.</summary>
    public IReadOnlyList<CallerChange> Callers() =>
    [
        .. Found(_bases).Concat(Found(_heads)).SelectMany(method => method.Callers.All).Select(caller => caller.Key.Caller).Distinct(StringComparer.Ordinal)
            .Select(Caller)
            .OrderByDescending(caller => Math.Abs(caller.HeadCalls - caller.BaseCalls)).ThenBy(caller => caller.Caller, StringComparer.Ordinal),
    ];

    /// <summary>The line is the one at which most of the head's calls are made: lines move between builds, so they are not what calls are told apart by.</summary>
    private CallerChange Caller(string name)
    {
        (double calls, double headCalls) = Means(method => method.Callers.All.Where(caller => caller.Key.Caller == name).Sum(caller => caller.Value));
        IEnumerable<(CallerKey Key, long Value)> lines = Found(_heads).SelectMany(method => method.Callers.All.Where(caller => caller.Key.Caller == name));
        int line = lines.GroupBy(caller => caller.Key.Line).OrderByDescending(group => group.Sum(caller => caller.Value)).ThenBy(group => group.Key).FirstOrDefault()?.Key ?? 0;
        return new CallerChange(name, line, calls, headCalls);
    }
}
