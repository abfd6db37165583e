using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace AsyncProf.Spans;

/// <summary>
/// The queues of the OpenTelemetry SDK's batch processors in this process, as its own meter tells of them (<c>otel.sdk.processor.span.processed</c>, from 1.18
/// on): how many more spans they take. Read on the engine's thread.
/// </summary>
internal sealed class SdkQueues : IDisposable
{
    private const string MeterName = "otel.sdk.experimental";
    private const string Processed = "otel.sdk.processor.span.processed";

    /// <summary>A queue of which nothing was heard for so long, though spans end, is gone: an export is given up after 30 s.</summary>
    private static readonly long Patience = 60 * Stopwatch.Frequency;

    /// <summary>The same where another one is heard of.</summary>
    private static readonly long PatienceBesideOthers = 15 * Stopwatch.Frequency;

    private readonly ConcurrentDictionary<string, SdkQueue> _queues = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();
    private readonly SpanQueue _assumed = new(SdkQueueSettings.Current, Stopwatch.Frequency);
    private long _dropped;
    private long _lastLook;
    private bool _isSdkLoaded;

    /// <summary>Listens from now on.</summary>
    public SdkQueues()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Name == Processed && instrument.Meter.Name == MeterName)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, spans, tags, _) => Take(spans, tags));
        _listener.Start();
    }

    /// <summary>Spans that the queues had no room for since the last time, the app's own included.</summary>
    public long TakeDropped() => Interlocked.Exchange(ref _dropped, 0);

    /// <summary>Takes what has happened since the last time.</summary>
    /// <param name="ours">How many spans of ours have ended since.</param>
    /// <param name="apps">How many recorded spans of the app's.</param>
    /// <param name="now">Ticks of the stopwatch.</param>
    public SpanRoom Update(long ours, long apps, long now)
    {
        _assumed.Add(ours, 0); // of the app's nothing tells whether they come into a queue
        _assumed.Pass(now);
        if (_queues.IsEmpty)
            return IsSdkLoaded(now) ? new SpanRoom(_assumed.Room, SpanQueue.SilentRate, SpanQueue.SilentRate) : SpanRoom.Boundless;

        long lastHeard = _queues.Values.Max(queue => queue.LastHeard);
        SpanRoom room = SpanRoom.Boundless;
        foreach ((string name, SdkQueue queue) in _queues)
        {
            if (now - queue.LastHeard > (lastHeard > queue.LastHeard ? PatienceBesideOthers : Patience))
            {
                _queues.TryRemove(name, out _);
                continue;
            }

            queue.Update(ours, apps, now);
            if (!queue.IsBatch)
                continue; // it exports as spans end, on the thread that ends them
            room = room with { Now = Math.Min(room.Now, queue.Known.Room), Waiting = Math.Min(room.Waiting, queue.Known.Limit) };
        }

        return room;
    }

    /// <summary>Whether there can be a queue: some listen to activities and have none. Looked up once a second.</summary>
    private bool IsSdkLoaded(long now)
    {
        if (!_isSdkLoaded && now - _lastLook > Stopwatch.Frequency)
        {
            _lastLook = now;
            _isSdkLoaded = AppDomain.CurrentDomain.GetAssemblies().Any(assembly => assembly.GetName().Name == "OpenTelemetry");
        }

        return _isSdkLoaded;
    }

    public void Dispose() => _listener.Dispose();

    /// <summary>On the exporter's thread, once a batch; on whatever thread ends a span that there is no room for.</summary>
    private void Take(long spans, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string name = "", type = "", error = "";
        foreach ((string key, object? value) in tags)
        {
            switch (key)
            {
                case "otel.component.name":
                    name = value as string ?? "";
                    break;
                case "otel.component.type":
                    type = value as string ?? "";
                    break;
                case "error.type":
                    error = value as string ?? "";
                    break;
            }
        }

        if (error == "already_shutdown")
            return;
        SdkQueue queue = _queues.TryGetValue(name, out SdkQueue? known)
            ? known : _queues.GetOrAdd(name, _ => new SdkQueue(new SpanQueue(SdkQueueSettings.Current, Stopwatch.Frequency), type == "batching_span_processor", _assumed.Waiting));
        if (error.Length == 0)
        {
            queue.OnExported(spans);
            return;
        }

        queue.OnDropped(spans);
        Interlocked.Add(ref _dropped, spans);
    }
}
