namespace AsyncProf.Fleets.Traces;

/// <summary>Finds the roots in the spans of a side.</summary>
internal sealed class StoredRoots
{
    private StoredRoots(IReadOnlyList<StoredRoot> all, int omitted, int torn) => (All, Omitted, Torn) = (all, omitted, torn);

    /// <summary>Those whose spans are all there.</summary>
    public IReadOnlyList<StoredRoot> All { get; }

    /// <summary>Requests of which the profiler sent no spans of operations: they say nothing of methods, and are left out.</summary>
    public int Omitted { get; }

    /// <summary>Operations whose span above the store does not hold.</summary>
    public int Torn { get; }

    /// <summary>The roots of a side that began in its window.</summary>
    public static StoredRoots Of(SpanSet set, FleetWindow window)
    {
        var all = new List<StoredRoot>();
        (int omitted, int torn) = (0, 0);
        foreach (IReadOnlyDictionary<string, StoredSpan> spans in set.Traces)
        {
            ILookup<string, StoredSpan> below = spans.Values.Where(span => span.Parent.Length > 0).ToLookup(span => span.Parent, StringComparer.Ordinal);
            foreach (StoredSpan span in spans.Values.Where(span => window.Holds(span.Start)))
            {
                if (span.IsRequest ? span.Detail == "full" || (span.Detail.Length == 0 && below[span.Id].Any(one => one.IsOurs)) : span is { IsWait: false, Parent.Length: 0 })
                    all.Add(new StoredRoot(span, below));
                else if (span.IsRequest)
                    omitted++;
                else if (span.Parent.Length > 0 && !spans.ContainsKey(span.Parent))
                    torn++;
            }
        }

        return new StoredRoots(all, omitted, torn);
    }
}
