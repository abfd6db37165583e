namespace AsyncProf.Fleets.Traces;

/// <summary>The spans of a side, each once: stores give traces whole, with other services' spans in them, and may give one twice.</summary>
/// <param name="selector">The side.</param>
/// <param name="limits">How many.</param>
internal sealed class SpanSet(Selector selector, FleetLimits limits)
{
    private readonly Dictionary<string, Dictionary<string, StoredSpan>> _traces = new(StringComparer.Ordinal);
    private int _spans;

    /// <summary>Whether something was left out because there was no more room.</summary>
    public bool IsCut { get; set; }

    /// <summary>How many traces have spans of the side.</summary>
    public int Count => _traces.Count;

    /// <summary>The spans of each trace.</summary>
    public IEnumerable<IReadOnlyDictionary<string, StoredSpan>> Traces => _traces.Values;

    /// <summary>Takes a span if it is of the side.</summary>
    public void Add(StoredSpan span)
    {
        if (span.Id.Length == 0 || span.Trace.Length == 0 || !span.Resource.Fits(selector))
            return;
        if (!_traces.TryGetValue(span.Trace, out Dictionary<string, StoredSpan>? spans))
        {
            if (_traces.Count >= limits.Traces)
            {
                IsCut = true;
                return;
            }

            _traces.Add(span.Trace, spans = new(StringComparer.Ordinal));
        }

        if (_spans >= limits.Spans)
            throw TooMany(selector, limits);
        if (spans.TryAdd(span.Id, span))
            _spans++;
    }

    /// <summary>What is said where a side has more spans than are read.</summary>
    public static FleetException TooMany(Selector selector, FleetLimits limits) => new(FormattableString.Invariant($"{selector.Text} has more than {limits.Spans:N0} spans: ask for fewer traces by --traces."));
}
