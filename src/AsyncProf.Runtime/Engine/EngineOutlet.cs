using System.Diagnostics;
using AsyncProf.Capture;
using AsyncProf.Events.Batches;
using AsyncProf.Transport;

namespace AsyncProf.Engine;

/// <summary>Lets <c>asyncprof record</c> share the capture of an app that profiles itself: the engine sends what it stitches.</summary>
internal sealed class EngineOutlet : IOutlet
{
    private static readonly Lock Sync = new();
    private static BatchSource? s_source;

    private readonly Lock _apart = new();
    private BatchSource? _wanted;
    private int _newcomers;
    private ProfilerEngine? _engine;
    private BatchSender? _sender;
    private IDisposable? _edges;
    private IDisposable? _window;
    private readonly MeasureWish _measuring = new(CaptureHub.Instance);
    private volatile bool _wantsEdges;
    private volatile MeasuredUse _wantsMeasured;

    /// <summary>Makes the source of this process, if nothing in it has made one.</summary>
    public static void Open()
    {
        lock (Sync)
        {
            if (s_source is null && !BatchSource.IsThere())
                s_source = new BatchSource(new EngineOutlet());
        }
    }

    /// <remarks>The app itself has a budget and says how events are received, and who records it from outside gets all there is.</remarks>
    public void Start(BatchSource source, SessionWishes wishes)
    {
        _wantsEdges |= wishes.ExactEdges;
        _wantsMeasured |= wishes.Measured;
        Volatile.Write(ref _wanted, source);
        Interlocked.Increment(ref _newcomers);
        Settle();
    }

    public void Flush()
    {
        (ProfilerEngine? engine, BatchSender? sender) = (_engine, _sender);
        if (engine is null || sender is null)
            return;
        long now = Stopwatch.GetTimestamp();
        engine.AfterNowAndWait(() =>
        {
            sender.Flush(now, engine.Counts().Lost);
            sender.End(now);
        });
    }

    public void Stop()
    {
        _wantsEdges = false;
        _wantsMeasured = MeasuredUse.None;
        Volatile.Write(ref _wanted, null);
        Settle();
    }

    /// <summary>
    /// An engine starts and ends threads and listeners, for which the runtime's diagnostic thread must not wait. The threads made here may run in any order,
    /// so each does what is wanted by then.
    /// </summary>
    private void Settle() => OwnThread.Start(SettleNow);

    private void SettleNow()
    {
        lock (_apart)
        {
            BatchSource? wanted = Volatile.Read(ref _wanted);
            if (wanted is not null && _wantsEdges)
                _edges ??= CaptureHub.Instance.Edges.Start(); // before the hello, which says so
            if (wanted is not null)
                _measuring.Set(_wantsMeasured);
            if (wanted is not null && _engine is null)
                Begin(wanted);
            else if (wanted is not null && Interlocked.Exchange(ref _newcomers, 0) > 0)
                _sender!.Announce();
            else if (wanted is null && _engine is not null)
                End();
        }
    }

    private void Begin(BatchSource source)
    {
        Interlocked.Exchange(ref _newcomers, 0);
        _engine = ProfilerEngine.Acquire();
        _window = _engine.Windows.Hold(); // who records from outside gets all of it
        _sender = _engine.Send(source, () => SessionWishes.None with { Measured = _wantsMeasured });
    }

    private void End()
    {
        _engine!.Send(null, static () => SessionWishes.None);
        _window?.Dispose();
        _window = null;
        (_engine, _sender) = (null, null);
        _edges?.Dispose();
        _edges = null;
        _measuring.Dispose();
        ProfilerEngine.Release();
    }
}
