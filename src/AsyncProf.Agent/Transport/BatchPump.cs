using AsyncProf.Capture;
using AsyncProf.Events.Batches;

namespace AsyncProf.Transport;

/// <summary>Reads the capture where nobody else does: in a process into which we were injected.</summary>
/// <param name="main">The thread of <c>Main</c>, if it has not begun yet; null in a process that runs already.</param>
internal sealed class BatchPump(Thread? main) : IOutlet
{
    private readonly object _lock = new();
    private PumpRun? _run;
    private Thread? _previous;

    public void Start(BatchSource source, SessionWishes wishes)
    {
        // Before Main nothing may be missed. Outside the lock, and never on the runtime's diagnostic thread: making listeners takes a lock that it may hold.
        IDisposable? early = main is not null && main == Thread.CurrentThread ? CaptureHub.Instance.Start(wishes.ExactEdges, wishes.Capture, wishes.Measured) : null;
        lock (_lock)
        {
            if (_run is null)
                (_run, early) = (new PumpRun(source, main, _previous, early, wishes), null);
            else
                _run.Announce(wishes);
        }

        early?.Dispose();
    }

    public void Flush() => Current()?.Flush();

    public void Stop()
    {
        lock (_lock)
        {
            if (_run is null)
                return;
            _previous = _run.Stop();
            _run = null;
        }
    }

    private PumpRun? Current()
    {
        lock (_lock)
            return _run;
    }
}
