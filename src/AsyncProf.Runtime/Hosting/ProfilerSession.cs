using AsyncProf.Capture;
using AsyncProf.Events;
using AsyncProf.Metrics;
using AsyncProf.Pipeline;
using AsyncProf.Profiles;
using AsyncProf.Spans;
using AsyncProf.Symbols;

namespace AsyncProf.Hosting;

/// <summary>
/// The engine at work for an app: held once by the hosted service and once by each tracer provider, with one emitter of spans for all.
/// The hosted service's options win.
/// </summary>
internal sealed class ProfilerSession : IDisposable
{
    private static readonly Lock Sync = new();
    private static readonly List<ProfilerSession> Sessions = [];

    /// <summary>Those of tracer providers while the hosted service is switched off.</summary>
    private static readonly List<ProfilerSession> Suspended = [];
    private static bool s_hostIsOff;
    private static SpanEmitter? s_emitter;
    private static (ProfilerEngine?, TimeSpan, TimeSpan, int, int, bool) s_emitting;
    private static ProfilerMeter? s_meter;
    private static SlowRequestRecorder? s_slow;
    private static ProfileKeeper? s_keeper;
    private static (ProfilerEngine? Engine, string? Directory, TimeSpan Interval, int Keep) s_keeping;
    private static (ProfilerEngine? Engine, TimeSpan? Threshold, int Capacity, string? File, long FileBytes) s_recording;

    private readonly bool _isHost;
    private AsyncProfOptions _options;
    private ProfilerEngine _engine = null!; // while it is among the sessions

    public ProfilerSession(AsyncProfOptions options, bool isHost)
    {
        _options = options;
        _isHost = isHost;
        lock (Sync)
        {
            if (!isHost && s_hostIsOff)
                Suspended.Add(this);
            else
                Begin();
        }
    }

    /// <summary>The slow requests that are kept, the newest first; those of the last session stay when it is over.</summary>
    public static IReadOnlyList<SlowRequest> SlowRequests => Volatile.Read(ref s_slow)?.Kept ?? [];

    /// <summary>Slow requests and profiles that could not be written, and why the last one could not.</summary>
    public static (long Count, string Why) Unwritten
    {
        get
        {
            (SlowRequestRecorder? slow, ProfileKeeper? keeper) = (Volatile.Read(ref s_slow), Volatile.Read(ref s_keeper));
            return ((slow?.Unwritten ?? 0) + (keeper?.Unwritten ?? 0), keeper is { Unwritten: > 0 } ? keeper.Why : slow?.WhyUnwritten ?? "");
        }
    }

    /// <summary>What has become of roots since the process started.</summary>
    public static SpanCounts Counts { get; } = new();

    /// <summary>Takes other options while it goes on. Only the host's own may change.</summary>
    public void Change(AsyncProfOptions options)
    {
        lock (Sync)
        {
            _options = options;
            if (Sessions.Contains(this))
                Apply(this);
        }
    }

    /// <summary>The hosted service was switched off, so nobody captures, or on again: its options win.</summary>
    public static void SetHostOff(bool isOff)
    {
        lock (Sync)
        {
            if (isOff == s_hostIsOff)
                return;
            s_hostIsOff = isOff;
            ProfilerSession[] others = isOff ? [.. Sessions.Where(session => !session._isHost)] : [.. Suspended];
            foreach (ProfilerSession other in others)
            {
                if (isOff)
                    other.End();
                else
                    other.Begin();
            }

            Suspended.Clear();
            if (isOff)
                Suspended.AddRange(others);
        }
    }

    public void Dispose()
    {
        lock (Sync)
        {
            if (!Suspended.Remove(this) && Sessions.Contains(this))
                End();
        }
    }

    private void Begin()
    {
        _engine = ProfilerEngine.Acquire();
        s_meter ??= new ProfilerMeter(() => ProfilerEngine.Status, Counts);
        if (Sessions.Count == 0)
            _engine.Trees.Add(s_meter);
        Sessions.Add(this);
        if (s_emitter is null || (_isHost && Sessions.Count(session => session._isHost) == 1))
            Apply(this);
    }

    private void End()
    {
        Sessions.Remove(this);
        Drain(); // what has happened so far still becomes spans, and leaves
        if (Sessions.Count == 0)
        {
            SetEmitter(null);
            StopRecorder();
            StopKeeper();
            (s_recording, s_keeping) = (default, default);
            _engine.Trees.Remove(s_meter!);
        }

        ProfilerEngine.Release();
    }

    private static void Apply(ProfilerSession session)
    {
        AsyncProfOptions options = session._options;
        MethodTable methods = session._engine.Methods;
        NameTable names = CaptureHub.Instance.Names;
        CaptureHub.Instance.Pool.SetMaximum(options.MaximumBufferBytes);
        SpanOptions spans = options.Spans;
        (ProfilerEngine?, TimeSpan, TimeSpan, int, int, bool) emitting =
            (session._engine, spans.MinimumDuration, spans.MinimumWait, spans.MaximumPerTrace, spans.MaximumPerSecond, spans.IncludeFramework);
        if (s_emitter is null || emitting != s_emitting)
            session.SetEmitter(new SpanEmitter(names, methods, spans, Counts, TimeProvider.System));
        s_emitting = emitting;
        session.Keep(options.Profiles, names, methods);
        SlowRequestOptions slow = options.SlowRequest;
        (ProfilerEngine?, TimeSpan?, int, string?, long) wanted = (session._engine, slow.Threshold, slow.Capacity, slow.File, slow.MaximumFileBytes);
        if (wanted == s_recording)
            return; // a change of something else forgets nothing
        s_recording = wanted;
        session.StopRecorder();
        SlowRequestFile? file = string.IsNullOrEmpty(slow.File) || slow.Capacity == 0 ? null : new SlowRequestFile(slow.File, slow.MaximumFileBytes);
        s_slow = slow.Capacity == 0 ? null
            : new SlowRequestRecorder(names, methods, TickClock.Stopwatch, TimeProvider.System, slow.Capacity, slow.Threshold, file: file);
        if (s_slow is not null)
            session._engine.Trees.Add(s_slow);
    }

    private void Keep(ProfileOptions options, NameTable names, MethodTable methods)
    {
        (ProfilerEngine?, string?, TimeSpan, int) wanted = (_engine, options.Directory, options.Interval, options.Keep);
        if (wanted == s_keeping)
            return;
        s_keeping = wanted;
        StopKeeper();
        if (string.IsNullOrEmpty(options.Directory))
            return;
        s_keeper = new ProfileKeeper(options.Directory, options.Interval, options.Keep, () => new ProfileBuilder(names, methods, TickClock.Stopwatch), _engine);
        _engine.Trees.Add(s_keeper);
    }

    private void StopKeeper()
    {
        if (s_keeper is not { } keeper)
            return;
        s_keeper = null;
        OnEngine(() =>
        {
            keeper.Flush(); // what is open is charged to it as well
            _engine.Trees.Remove(keeper);
        });
        keeper.Dispose();
    }

    /// <summary>What it has kept can still be read.</summary>
    private void StopRecorder()
    {
        if (s_slow is null)
            return;
        _engine.Trees.Remove(s_slow);
        OnEngine(static () => { }); // it may be at it
        s_slow.Dispose();
    }

    private void SetEmitter(SpanEmitter? emitter)
    {
        if (s_emitter is { } old)
        {
            _engine.Trees.Remove(old);
            _engine.AfterNow(old.Flush);
        }

        s_emitter = emitter;
        if (emitter is not null)
            _engine.Trees.Add(emitter);
    }

    private void Drain() => OnEngine(() => s_emitter?.Flush());

    /// <summary>Does something on the engine's thread after all that has happened so far, and waits for it, but not for ever.</summary>
    private void OnEngine(Action action)
    {
        var done = new ManualResetEventSlim(); // not disposed: the engine may be late
        _engine.AfterNow(() =>
        {
            try
            {
                action();
            }
            finally
            {
                done.Set();
            }
        });
        done.Wait(TimeSpan.FromSeconds(2));
    }
}
