namespace AsyncProf.Spans;

/// <summary>
/// Chooses which traces of one second leave when they have more spans than may: half of the room is for the slowest of each name, name by name, the rest for
/// a uniform sample, so that a rare slow request and an ordinary one are both to be seen. A slow trace that needs more than is left leaves all the same.
/// </summary>
internal sealed class TracePacer
{
    /// <summary>Where little may leave, so much is held all the same: choosing among few is dear, and no choice.</summary>
    private const int LeastHeld = 256;

    private readonly Random _random;
    private readonly List<PlannedTrace> _held = [];
    private readonly Dictionary<int, long> _slowFloor = [];
    private double _highestLot = double.MaxValue;
    private int _room = int.MaxValue;
    private int _spans;
    private bool _isFull;

    /// <summary>Creates a pacer.</summary>
    /// <param name="random">Where the lots come from.</param>
    public TracePacer(Random random) => _random = random;

    /// <summary>How many spans may probably leave at the end of this second: of candidates beyond twice as many, those without a chance are dropped.</summary>
    public int Room
    {
        get => _room;
        set => _room = Math.Max(LeastHeld, value);
    }

    /// <summary>The spans of the traces that may still leave.</summary>
    public int HeldSpans => _spans;

    /// <summary>Traces that were offered or drawn and did not get in.</summary>
    public long Refused { get; private set; }

    /// <summary>Traces that may still leave.</summary>
    public int Held => _held.Count;

    /// <summary>
    /// Draws the lot of a trace that is not planned yet. Null, and counted as refused, if neither the lot nor the duration would let it leave: planning
    /// it would be for nothing.
    /// </summary>
    public double? Draw(int name, long duration)
    {
        double lot = _random.NextDouble();
        if (!_isFull || lot < _highestLot || duration > _slowFloor.GetValueOrDefault(name, -1))
            return lot;
        Refused++;
        return null;
    }

    /// <summary>Adds a candidate. Candidates without a chance are dropped from time to time, so that at most some two seconds' worth is held.</summary>
    public void Offer(PlannedTrace trace)
    {
        _held.Add(trace);
        _spans += trace.Spans.Count;
        if (_spans > (2L * _room) + trace.Spans.Count)
        {
            Select(_room);
            _isFull = true;
        }
    }

    /// <summary>Ends the second: what leaves, the oldest first.</summary>
    /// <param name="room">How many spans may leave.</param>
    public IReadOnlyList<PlannedTrace> Close(int room)
    {
        if (_spans > room)
            Select(room);
        PlannedTrace[] chosen = [.. _held];
        _held.Clear();
        _slowFloor.Clear();
        (_highestLot, _spans, _isFull) = (double.MaxValue, 0, false);
        return chosen;
    }

    private void Select(int room)
    {
        var chosen = new HashSet<PlannedTrace>(ReferenceEqualityComparer.Instance);
        int spent = 0;
        _slowFloor.Clear();
        foreach (PlannedTrace trace in SlowestFirst())
        {
            // The last one may need more than is left: the slowest come first, whatever their size, and the next seconds pay.
            if (spent >= Math.Max(Math.Min(room, 1), room / 2))
                break;
            Take(trace);
            _slowFloor[trace.Name] = trace.Duration;
        }

        _highestLot = 0;
        foreach (PlannedTrace trace in _held.Where(trace => !chosen.Contains(trace)).OrderBy(trace => trace.Lot).ToList())
        {
            if (spent + trace.Spans.Count > room)
                continue;
            Take(trace);
            _highestLot = trace.Lot;
        }

        Refused += _held.Count - chosen.Count;
        _held.RemoveAll(trace => !chosen.Contains(trace));
        _spans = spent;

        void Take(PlannedTrace trace)
        {
            spent += trace.Spans.Count;
            chosen.Add(trace);
        }
    }

    /// <summary>The slowest of each name, then the second slowest of each, and so on.</summary>
    private IEnumerable<PlannedTrace> SlowestFirst() => _held
        .GroupBy(trace => trace.Name)
        .SelectMany(group => group.OrderByDescending(trace => trace.Duration).Select((trace, rank) => (Trace: trace, Rank: rank)))
        .OrderBy(ranked => ranked.Rank).ThenByDescending(ranked => ranked.Trace.Duration)
        .Select(ranked => ranked.Trace);
}
