using System.Diagnostics;

namespace AsyncProf.Spans;

/// <summary>One processor of the SDK's: what it told, taken from whatever thread, and what is known of its queue by that.</summary>
internal sealed class SdkQueue
{
    private long _exported;
    private long _lastBatch;
    private long _dropped;
    private long _lastHeard = Stopwatch.GetTimestamp();

    /// <summary>Creates what is known of a processor that is heard of for the first time.</summary>
    /// <param name="queue">Its queue.</param>
    /// <param name="isBatch">Whether it has one.</param>
    /// <param name="waiting">How many spans are thought to wait in it.</param>
    public SdkQueue(SpanQueue queue, bool isBatch, long waiting)
    {
        (Known, IsBatch) = (queue, isBatch);
        Known.Add(waiting, 0);
    }

    /// <summary>What is known of the queue.</summary>
    public SpanQueue Known { get; }

    /// <summary>Whether there is a queue: a simple processor exports at once.</summary>
    public bool IsBatch { get; }

    /// <summary>When it was last heard of.</summary>
    public long LastHeard => Volatile.Read(ref _lastHeard);

    /// <summary>It gave a batch to its exporter.</summary>
    public void OnExported(long spans)
    {
        Volatile.Write(ref _lastBatch, spans);
        Interlocked.Add(ref _exported, spans);
        Volatile.Write(ref _lastHeard, Stopwatch.GetTimestamp());
    }

    /// <summary>Its queue was full.</summary>
    public void OnDropped(long spans)
    {
        Interlocked.Add(ref _dropped, spans);
        Volatile.Write(ref _lastHeard, Stopwatch.GetTimestamp());
    }

    /// <summary>Takes what was told since the last time; the engine's thread alone.</summary>
    public void Update(long ours, long apps, long now)
    {
        Known.Add(ours, apps);
        Known.Tell(Interlocked.Exchange(ref _exported, 0), Volatile.Read(ref _lastBatch), Interlocked.Exchange(ref _dropped, 0), ours + apps, now);
    }
}
