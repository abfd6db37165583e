using System.Diagnostics;
using AsyncProf.Transport;

namespace AsyncProf.Pipeline;

/// <summary>Lets <c>asyncprof record</c> share the capture of an app that profiles itself: the engine sends what it stitches.</summary>
internal sealed class EngineOutlet : IOutlet
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly Lock Sync = new();
    private static BatchSource? s_source;

    private readonly Lock _apart = new();
    private ProfilerEngine? _engine;
    private BatchSender? _sender;

    /// <summary>Makes the source of this process, if nothing in it has made one.</summary>
    public static void Open()
    {
        lock (Sync)
        {
            if (s_source is null && !BatchSource.IsThere())
                s_source = new BatchSource(new EngineOutlet());
        }
    }

    public void Start(BatchSource source) => Apart(() =>
    {
        if (_sender is not null)
        {
            _sender.Announce();
            return;
        }

        _engine = ProfilerEngine.Acquire();
        _sender = _engine.Send(source);
    });

    public void Flush()
    {
        using var done = new ManualResetEventSlim();
        long now = Stopwatch.GetTimestamp();
        (ProfilerEngine? engine, BatchSender? sender) = (_engine, _sender);
        if (engine is null || sender is null)
            return;
        engine.AfterNow(() =>
        {
            sender.Flush(now, engine.Counts().Lost);
            sender.End(now);
            done.Set();
        });
        done.Wait(Patience);
    }

    public void Stop() => Apart(() =>
    {
        if (_engine is null)
            return;
        _engine.Send(null);
        (_engine, _sender) = (null, null);
        ProfilerEngine.Release();
    });

    /// <summary>An engine starts and ends threads and listeners, for which the runtime's diagnostic thread must not wait; one after the other all the same.</summary>
    private void Apart(Action action) => new Thread(() =>
    {
        Capture.CaptureHub.ExcludeThisThread();
        lock (_apart)
            action();
    })
    { IsBackground = true, Name = "AsyncProf" }.UnsafeStart();
}
