using System.Runtime.CompilerServices;
using AsyncProf.Direct;

namespace AsyncProf.Capture;

/// <summary>
/// Gets the events of the Task Parallel Library past all dispatch to listeners. It writes one struct to its thread's buffer: it allocates nothing, takes no lock, and never throws into the app.
/// </summary>
internal sealed unsafe class TplReceiver(CaptureHub hub) : DirectSink
{
    /// <summary>After so many failures nothing more is tried: each costs the app microseconds.</summary>
    private const int MostFailures = 1_000;

    private int _failures;

    /// <summary>Whether it has given up.</summary>
    public bool HasFailed => Volatile.Read(ref _failures) >= MostFailures;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void OnEvent(int id, int count, RawField* fields)
    {
        if (_failures >= MostFailures || hub.BufferOfThisThread() is not { } buffer || !buffer.Enter())
            return;
        try
        {
            TplRecorder.Record(hub, buffer, id, new RawPayload(count, fields));
        }
        catch (Exception)
        {
            Interlocked.Increment(ref _failures);
            hub.CountFault();
        }
        finally
        {
            buffer.Leave();
        }
    }
}
