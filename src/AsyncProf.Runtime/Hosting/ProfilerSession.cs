using AsyncProf.Capture;
using AsyncProf.Pipeline;
using AsyncProf.Spans;

namespace AsyncProf.Hosting;

/// <summary>The engine at work for an app: held once by the hosted service and once by each tracer provider, with one emitter of spans for all.</summary>
internal sealed class ProfilerSession : IDisposable
{
    private static readonly Lock Sync = new();
    private static SpanEmitter? s_emitter;
    private static int s_sessions;

    private readonly ProfilerEngine _engine;
    private bool _disposed;

    public ProfilerSession(AsyncProfOptions options)
    {
        CaptureHub.Instance.Pool.SetMaximum(options.MaximumBufferBytes);
        _engine = ProfilerEngine.Acquire();
        lock (Sync)
        {
            if (s_sessions++ > 0)
                return;
            s_emitter = new SpanEmitter(CaptureHub.Instance.Names, _engine.Methods, options.Spans, TimeProvider.System);
            _engine.Trees.Add(s_emitter);
        }
    }

    public void Dispose()
    {
        lock (Sync)
        {
            if (_disposed)
                return;
            _disposed = true;
            if (--s_sessions == 0)
            {
                SpanEmitter? emitter = s_emitter;
                s_emitter = null;

                // What has happened so far still becomes spans; then the emitter goes.
                using var drained = new ManualResetEventSlim();
                _engine.AfterNow(() =>
                {
                    if (emitter is not null)
                        _engine.Trees.Remove(emitter);
                    drained.Set();
                });
                drained.Wait(TimeSpan.FromSeconds(2));
            }
        }

        ProfilerEngine.Release();
    }
}
