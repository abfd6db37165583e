namespace AsyncProf.Stitching.Records;

/// <summary>The app's own spans that ended in operations, until those are no more. Bounded: of one operation, and in all.</summary>
internal sealed class ChildSpans(OperationStore store)
{
    /// <summary>So many of one operation are links enough.</summary>
    private const int MaximumOfOne = 16;

    private const int MaximumKept = 20_000;

    private readonly Dictionary<int, (int Serial, List<(long Span, int Trace)> Spans)> _of = [];

    /// <summary>Whether any are known.</summary>
    public bool Any => _of.Count > 0;

    /// <summary>Spans that were not kept for being too many.</summary>
    public long Dropped { get; private set; }

    /// <summary>A span ended in an operation; 0 for none.</summary>
    public void Add(int slot, long span, int trace)
    {
        if (slot == 0)
            return;
        int serial = store[slot].Serial;
        if (!_of.TryGetValue(slot, out (int Serial, List<(long Span, int Trace)> Spans) known) || known.Serial != serial)
        {
            if (_of.Count >= MaximumKept)
                ForgetThoseOfThePast();
            if (_of.Count >= MaximumKept)
            {
                Dropped++;
                return;
            }

            _of[slot] = known = (serial, []);
        }

        if (known.Spans.Count < MaximumOfOne)
            known.Spans.Add((span, trace));
        else
            Dropped++;
    }

    /// <summary>The spans that ended in an operation.</summary>
    public IReadOnlyList<(long Span, int Trace)> Of(int slot) =>
        _of.TryGetValue(slot, out (int Serial, List<(long Span, int Trace)> Spans) known) && known.Serial == store[slot].Serial ? known.Spans : [];

    private void ForgetThoseOfThePast()
    {
        foreach ((int slot, (int serial, _)) in _of)
        {
            if (store[slot].Serial != serial)
                _of.Remove(slot);
        }
    }
}
