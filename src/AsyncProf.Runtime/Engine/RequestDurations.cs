using AsyncProf.Attribution;
using AsyncProf.Building;
using AsyncProf.Events;
using AsyncProf.Profiles.Durations;

namespace AsyncProf.Engine;

/// <summary>How long requests have taken of late, for windows that are long enough for them. The engine's thread only.</summary>
internal sealed class RequestDurations : ITreeSink
{
    /// <summary>So many are remembered, and up to as many before them.</summary>
    private const int Remembered = 1000;

    private DurationHistogram _past = new();
    private DurationHistogram _now = new();

    /// <summary>What 95 of 100 requests do not exceed, in seconds; 0 before the first.</summary>
    public double Most
    {
        get
        {
            var all = new DurationHistogram();
            all.Add(_past);
            all.Add(_now);
            return all.Percentile(0.95) / 1e9;
        }
    }

    /// <inheritdoc/>
    public void OnTree(RootTree tree)
    {
        if (tree.Kind == RootKind.Request)
            Add(tree.To - tree.From);
    }

    /// <summary>One took so long, or was cut when it had.</summary>
    public void Add(long ticks)
    {
        if (_now.Count >= Remembered)
            (_past, _now) = (_now, new DurationHistogram());
        _now.Add(TickClock.Stopwatch.ToNs(ticks));
    }
}
