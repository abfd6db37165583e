using System.Runtime.InteropServices;

namespace AsyncProf.Attribution;

/// <summary>
/// When all threads stood still for the garbage collector, in ticks: how much of an interval that was. Bounded: of more pauses than a recording has in half an hour at its worst, the older half is forgotten,
/// and with it what of it lies in roots that began before.
/// </summary>
internal sealed class PauseList
{
    /// <summary>About 12 MB.</summary>
    private const int Most = 500_000;

    private readonly int _most;
    private readonly List<Pause> _pauses = [];

    public PauseList(int most = Most) => _most = most;

    /// <summary>Since when threads stand still now; null where they run.</summary>
    public long? OpenSince { get; set; }

    /// <summary>What it takes, in bytes.</summary>
    public long KeptBytes => _pauses.Capacity * 24L;

    /// <summary>Adds a pause that came after all others. What of it lies in the last one is not counted twice.</summary>
    public void Add(long from, long to)
    {
        long last = _pauses.Count == 0 ? long.MinValue : _pauses[^1].To, sum = _pauses.Count == 0 ? 0 : _pauses[^1].Sum;
        from = Math.Max(from, last);
        if (from >= to || unchecked(to - from + sum) < sum)
            return; // a damaged recording can say any time
        if (_pauses.Count == _most)
            _pauses.RemoveRange(0, _most / 2);
        _pauses.Add(new Pause(from, to, sum + (to - from)));
    }

    /// <summary>Whether anything of an interval may have been a pause.</summary>
    public bool Any(long from, long to) => OpenSince < to || (_pauses.Count > 0 && _pauses[^1].To > from && First(from) is var first && first < _pauses.Count && _pauses[first].From < to);

    /// <summary>How much of an interval was pauses, in ticks.</summary>
    public long Within(long from, long to)
    {
        if (from >= to)
            return 0;
        long open = OpenSince is { } since && since < to ? to - Math.Max(Math.Max(since, from), _pauses.Count == 0 ? since : _pauses[^1].To) : 0;
        int first = First(from), after = FirstFrom(to);
        if (first >= after)
            return Math.Max(0, open);
        ReadOnlySpan<Pause> pauses = CollectionsMarshal.AsSpan(_pauses);
        long sum = pauses[after - 1].Sum - pauses[first].Sum + (pauses[first].To - pauses[first].From);
        sum -= from > pauses[first].From ? from - pauses[first].From : 0;
        sum -= pauses[after - 1].To > to ? pauses[after - 1].To - to : 0;
        return sum + Math.Max(0, open);
    }

    /// <summary>The first pause that ends after a moment.</summary>
    private int First(long time) => Search(time, byEnd: true);

    /// <summary>The first pause that does not begin before a moment.</summary>
    private int FirstFrom(long time) => Search(time, byEnd: false);

    private int Search(long time, bool byEnd)
    {
        int low = 0, high = _pauses.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = (byEnd ? _pauses[middle].To <= time : _pauses[middle].From < time) ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>One pause, and how long it and all before it were.</summary>
    private readonly record struct Pause(long From, long To, long Sum);
}
