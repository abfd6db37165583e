using AsyncProf.Events;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Profiles.Tables;

/// <summary>The row of one method while it is added up.</summary>
internal sealed class MethodSum
{
    private readonly CallStatistics _calls = new();
    private readonly Dictionary<(WaitKind Kind, string Target), WaitRow> _waits = [];
    private readonly Dictionary<string, long> _types = new(StringComparer.Ordinal);
    private TimeByState _elapsed;
    private TimeByState _task;
    private long _elapsedTotal;
    private long _taskTotal;
    private ResourceUse _use;
    private ResourceUse _useTotal;

    public void Add(in StackCharge sample, bool outermost)
    {
        _elapsed += sample.Sums.Elapsed;
        _task += sample.Sums.Task;
        _calls.Add(sample, outermost);
    }

    public void AddTime(in StackCharge sample)
    {
        _elapsed += sample.Sums.Elapsed;
        _task += sample.Sums.Task;
        _elapsedTotal += sample.Sums.Elapsed.TotalNs;
        _taskTotal += sample.Sums.Task.TotalNs;
        _useTotal += sample.Sums.Use;
    }

    /// <summary>What it used itself.</summary>
    /// <param name="use">What.</param>
    /// <param name="at">Where: its own frame, or one below that is no async method's.</param>
    public void AddUse(in ResourceUse use, Frame at)
    {
        _use += use;
        if (at.Wait == WaitKind.Allocated)
            _types[at.Target] = _types.GetValueOrDefault(at.Target) + use.AllocatedBytes;
    }

    public void AddWait(Frame leaf, in StackCharge sample)
    {
        if (leaf.Wait == WaitKind.Allocated)
            return; // no wait, and its use is counted already
        _elapsed += sample.Sums.Elapsed;
        _task += sample.Sums.Task;
        WaitRow wait = _waits.GetValueOrDefault((leaf.Wait, leaf.Name)) ?? new WaitRow(WaitText.On(leaf.Wait, leaf.Target, leaf.On), 0, 0, 0) { Kind = leaf.Wait, Target = leaf.Target };
        _waits[(leaf.Wait, leaf.Name)] = wait with { Count = wait.Count + sample.Sums.Calls, ElapsedNs = wait.ElapsedNs + sample.Sums.Elapsed.TotalNs, TaskNs = wait.TaskNs + sample.Sums.Task.TotalNs };
    }

    public void AddTotals(long elapsedNs, long taskNs, in ResourceUse use)
    {
        _useTotal += use;
        _elapsedTotal += elapsedNs;
        _taskTotal += taskNs;
    }

    public MethodRow ToRow(Frame frame, MethodNotes? notes, IReadOnlyList<AwaitRow> awaits, IReadOnlyList<LineRow> lines, long awaiterUnknownTaskNs)
    {
        long longest = _calls.Durations.Longest(notes?.MaxNs);
        return new MethodRow
        {
            Method = frame.Name,
            Overload = frame.Overload,
            Assembly = frame.Assembly,
            Awaits = awaits,
            Lines = lines,
            File = frame.File,
            Line = frame.Line,
            Link = SourceLink.At(frame.Link, frame.Line),
            Candidates = frame.Candidates,
            IsFramework = frame.IsFramework,
            Kind = frame.Kind,
            Calls = _calls.Calls,
            OutermostCalls = _calls.OutermostCalls,
            Errors = _calls.Errors,
            Canceled = _calls.Canceled,
            NotAwaited = _calls.NotAwaited,
            AwaiterUnknown = _calls.AwaiterUnknown,
            AwaiterUnknownTaskNs = awaiterUnknownTaskNs,
            PrefixAtMostNs = notes?.PrefixAtMostNs ?? 0,
            PrefixNs = notes?.PrefixNs ?? 0,
            PrefixUnknown = notes?.PrefixUnknown ?? 0,
            LongestRunNs = notes?.LongestRunNs ?? 0,
            Yields = notes?.Yields ?? 0,
            GcPaused = notes?.GcPaused ?? default,
            WallNs = _calls.WallNs,
            Durations = _calls.Durations,
            P50Ns = _calls.Durations.Percentile(0.5, longest),
            P99Ns = _calls.Durations.Percentile(0.99, longest),
            MaxNs = _calls.OutermostCalls == 0 ? 0 : longest,
            ElapsedSelf = _elapsed,
            ElapsedTotalNs = _elapsedTotal,
            TaskSelf = _task,
            TaskTotalNs = _taskTotal,
            UsedSelf = _use,
            UsedTotal = _useTotal,
            AllocatedTypes = [.. _types.Select(pair => new AllocatedType(pair.Key, pair.Value)).OrderByDescending(type => type.Bytes).ThenBy(type => type.Type, StringComparer.Ordinal)],
            Waits = [.. _waits.Values.OrderByDescending(wait => wait.TaskNs).ThenBy(wait => wait.On, StringComparer.Ordinal).ThenBy(wait => wait.Kind)],
        };
    }
}
