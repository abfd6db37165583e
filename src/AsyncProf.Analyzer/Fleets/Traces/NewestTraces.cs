namespace AsyncProf.Fleets.Traces;

/// <summary>The newest traces of several resources, of each as many as there is room for: one that serves more than others must not leave them none.</summary>
/// <param name="selector">The side. Only traces with a span that begins in its window count.</param>
/// <param name="limits">How many traces and spans there may be together.</param>
internal sealed class NewestTraces(Selector selector, FleetLimits limits)
{
    /// <summary>Of each resource, the newest first.</summary>
    private readonly List<List<IReadOnlyDictionary<string, StoredSpan>>> _resources = [];

    /// <summary>Whether some were left out.</summary>
    public bool IsCut { get; private set; }

    /// <summary>The spans of those that are kept.</summary>
    public IEnumerable<StoredSpan> Spans => _resources.SelectMany(traces => traces).SelectMany(trace => trace.Values);

    /// <summary>Adds those of another resource. Each has less room from then on.</summary>
    /// <exception cref="FleetException">They have too many spans.</exception>
    public void Add(SpanSet found)
    {
        List<IReadOnlyDictionary<string, StoredSpan>> traces = [.. found.Traces.Where(trace => trace.Values.Any(span => selector.Window.Holds(span.Start))).OrderByDescending(trace => trace.Values.Max(span => span.StartNs))];
        if (traces.Count == 0)
            return;
        _resources.Add(traces);
        int room = Room();
        foreach (List<IReadOnlyDictionary<string, StoredSpan>> one in _resources.Where(one => one.Count > room))
        {
            one.RemoveRange(room, one.Count - room);
            IsCut = true;
        }

        if (_resources.Sum(one => one.Sum(trace => (long)trace.Count)) > limits.Spans)
            throw SpanSet.TooMany(selector, limits);
    }

    /// <summary>How many of each: those that have fewer leave theirs to the others, and none has nothing.</summary>
    private int Room()
    {
        (int left, int resources) = (limits.Traces, _resources.Count);
        foreach (int count in _resources.Select(traces => traces.Count).Order())
        {
            if (count > left / resources)
                return Math.Max(1, left / resources);
            (left, resources) = (left - count, resources - 1);
        }

        return int.MaxValue;
    }
}
