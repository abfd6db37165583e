using System.Diagnostics;

namespace AsyncProf.Engine;

/// <summary>
/// Lets the engine's thread sleep between two cycles. The fewer there are the less each event costs, because what a cycle touches has mostly left the core's caches before the next; so it
/// sleeps long, but not while somebody waits for it or the buffers fill.
/// </summary>
internal sealed class CyclePause
{
    private readonly AutoResetEvent _wake = new(false);
    private volatile bool _isOver;

    /// <summary>Ends the pause now, or the next one at once. Any thread.</summary>
    public void End()
    {
        _isOver = true;
        _wake.Set();
    }

    /// <summary>Has the sleeper ask again when something is due. Any thread.</summary>
    public void Shorten() => _wake.Set();

    /// <summary>Sleeps until a moment, or until something is due before it.</summary>
    /// <param name="until">The moment, in ticks of the stopwatch.</param>
    /// <param name="due">When the next thing is due; asked again after <see cref="Shorten"/>.</param>
    public void Sleep(long until, Func<long> due)
    {
        while (!_isOver && Math.Min(until, due()) - Stopwatch.GetTimestamp() is var rest and > 0)
            _wake.WaitOne(1 + (int)Math.Min(rest * 1000 / Stopwatch.Frequency, 1000));
        _isOver = false;
    }
}
