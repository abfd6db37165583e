using AsyncProf.Capture;
using AsyncProf.Engine;

namespace AsyncProf.Triggers;

/// <summary>Has everything captured: no pauses, with bytes and processor time, edges by the tasks themselves where the runtime allows it, and waits of threads where it tells of them.</summary>
internal sealed class DeepCapture : IDisposable
{
    /// <summary>What it measures of threads.</summary>
    public const MeasuredUse Measured = MeasuredUse.Allocations | MeasuredUse.Cpu;

    private readonly Stack<IDisposable> _held = new();

    /// <summary>Begins.</summary>
    public DeepCapture(ProfilerEngine engine, CaptureHub hub)
    {
        try
        {
            _held.Push(engine.Windows.Hold());
            _held.Push(hub.Edges.Start());
            _held.Push(hub.Measure(Measured));
            _held.Push(engine.RecordWaits());
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        while (_held.TryPop(out IDisposable? held))
            held.Dispose();
    }
}
