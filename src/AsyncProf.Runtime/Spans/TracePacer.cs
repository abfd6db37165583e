using System.Runtime.InteropServices;

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
    private readonly List<PlannedTrace> _closed = [];
    private readonly List<Candidate> _candidates = [];
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

    /// <summary>Called with a trace that was held and does not leave.</summary>
    public Action<PlannedTrace>? Dropped { get; set; }

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

    /// <summary>Ends the second: what leaves, the oldest first. Valid until the next call.</summary>
    /// <param name="room">How many spans may leave.</param>
    public IReadOnlyList<PlannedTrace> Close(int room)
    {
        if (_spans > room)
            Select(room);
        _closed.Clear();
        _closed.AddRange(_held);
        _held.Clear();
        _slowFloor.Clear();
        (_highestLot, _spans, _isFull) = (double.MaxValue, 0, false);
        return _closed;
    }

    private void Select(int room)
    {
        _candidates.Clear();
        for (int i = 0; i < _held.Count; i++)
            _candidates.Add(new Candidate(i, _held[i]));
        Span<Candidate> candidates = CollectionsMarshal.AsSpan(_candidates);
        int spent = TakeSlowest(candidates, room);
        spent = TakeSample(candidates, room, spent);

        candidates.Sort(static (a, b) => a.Place.CompareTo(b.Place));
        int left = 0;
        foreach (ref readonly Candidate candidate in candidates)
        {
            if (candidate.IsChosen)
                _held[left++] = candidate.Trace;
            else
                Dropped?.Invoke(candidate.Trace);
        }

        Refused += _held.Count - left;
        _held.RemoveRange(left, _held.Count - left);
        _candidates.Clear();
        _spans = spent;
    }

    /// <summary>Takes the slowest of each name, then the second slowest of each, and so on, for half of the room. Returns how many spans they have.</summary>
    private int TakeSlowest(Span<Candidate> candidates, int room)
    {
        candidates.Sort(static (a, b) => a.Trace.Name != b.Trace.Name ? a.Trace.Name.CompareTo(b.Trace.Name) : Slower(a, b));
        for (int i = 1; i < candidates.Length; i++)
            candidates[i].Rank = candidates[i].Trace.Name == candidates[i - 1].Trace.Name ? candidates[i - 1].Rank + 1 : 0;
        candidates.Sort(static (a, b) => a.Rank != b.Rank ? a.Rank.CompareTo(b.Rank) : Slower(a, b));

        int spent = 0;
        _slowFloor.Clear();
        foreach (ref Candidate candidate in candidates)
        {
            // The last one may need more than is left: the slowest come first, whatever their size, and the next seconds pay.
            if (spent >= Math.Max(Math.Min(room, 1), room / 2))
                break;
            candidate.IsChosen = true;
            spent += candidate.Trace.Spans.Count;
            _slowFloor[candidate.Trace.Name] = candidate.Trace.Duration;
        }

        return spent;

        static int Slower(in Candidate a, in Candidate b) => a.Trace.Duration != b.Trace.Duration ? b.Trace.Duration.CompareTo(a.Trace.Duration) : a.Place.CompareTo(b.Place);
    }

    /// <summary>Fills the rest of the room by lot.</summary>
    private int TakeSample(Span<Candidate> candidates, int room, int spent)
    {
        candidates.Sort(static (a, b) => a.Trace.Lot != b.Trace.Lot ? a.Trace.Lot.CompareTo(b.Trace.Lot) : a.Place.CompareTo(b.Place));
        _highestLot = 0;
        foreach (ref Candidate candidate in candidates)
        {
            if (candidate.IsChosen || spent + candidate.Trace.Spans.Count > room)
                continue;
            candidate.IsChosen = true;
            spent += candidate.Trace.Spans.Count;
            _highestLot = candidate.Trace.Lot;
        }

        return spent;
    }

    private record struct Candidate(int Place, PlannedTrace Trace)
    {
        /// <summary>How many of its name are slower.</summary>
        public int Rank;

        public bool IsChosen;
    }
}
