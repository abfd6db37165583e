using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Tracing;
using AsyncProf.Events.Dispatchers;

namespace AsyncProf.Dispatches;

/// <summary>Buffers of runtime-async's event source that nobody has read yet. Bounded: what has no room is dropped and counted.</summary>
internal sealed class DispatchQueue
{
    private const long MostBytes = 32L << 20;

    /// <summary>So long a thread may be interrupted between taking its buffer away and handing it over.</summary>
    private static readonly long Interruption = Stopwatch.Frequency * 3 / 20;
    private static readonly TimeSpan ShortInterruption = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentQueue<byte[]> _buffers = new();
    private readonly Queue<long> _flushes = new();
    private EventSource? _source;
    private long _bytes;
    private long _lost;
    private long _complete;

    /// <summary>Buffers that were dropped.</summary>
    public long Lost => Volatile.Read(ref _lost);

    /// <summary>Callbacks that failed; anything but 0 is a bug of ours.</summary>
    public long Faults { get; private set; }

    /// <summary>When somebody began to listen, in ticks of <see cref="Stopwatch"/>: what a buffer holds from before is an earlier listener's.</summary>
    public long Since { get; private set; }

    /// <summary>
    /// The moment up to which everything has come, in ticks of <see cref="Stopwatch"/>; the end of time while there is no such source. It is that of a flush which is some time ago: the
    /// buffer of a thread that was just handing over one of its own, and was interrupted, is not waited for.
    /// </summary>
    public long Complete => Volatile.Read(ref _source) is null ? long.MaxValue : Volatile.Read(ref _complete);

    /// <summary>The source is there, and is about to be listened to.</summary>
    public void Open(EventSource source)
    {
        Since = _complete = Stopwatch.GetTimestamp();
        Volatile.Write(ref _source, source);
    }

    /// <summary>Nothing more will come.</summary>
    public void Close() => Volatile.Write(ref _source, null);

    /// <summary>Takes a buffer. Called on threads of the app, in the middle of what they do.</summary>
    public void Add(byte[] buffer)
    {
        if (Interlocked.Add(ref _bytes, buffer.Length) > MostBytes)
        {
            Interlocked.Add(ref _bytes, -buffer.Length);
            Interlocked.Increment(ref _lost);
            return;
        }

        _buffers.Enqueue(buffer);
    }

    public bool TryTake(out byte[] buffer)
    {
        if (!_buffers.TryDequeue(out buffer!))
            return false;
        Interlocked.Add(ref _bytes, -buffer.Length);
        return true;
    }

    /// <summary>Has all threads hand over what they have written, and waits for who may have been interrupted. Takes fifteen hundredths of a second at the worst.</summary>
    public void FlushNow()
    {
        if (Volatile.Read(ref _source) is null)
            return;
        long first = Flush();
        Thread.Sleep(ShortInterruption);
        Flush();
        lock (_flushes)
            Volatile.Write(ref _complete, Math.Max(_complete, first));
    }

    /// <summary>Has all threads hand over what they have written. Takes a tenth of a second at the worst.</summary>
    /// <returns>When that was, in ticks of <see cref="Stopwatch"/>.</returns>
    public long Flush()
    {
        long now = Stopwatch.GetTimestamp();
        if (Volatile.Read(ref _source) is not { } source)
            return now;
        try
        {
            EventSource.SendCommand(source, (EventCommand)DispatchEvents.FlushCommand, null);
        }
        catch (Exception)
        {
            Faults++; // it goes on without: what is there comes when buffers are full
        }

        lock (_flushes)
        {
            _flushes.Enqueue(now);
            while (_flushes.TryPeek(out long earlier) && now - earlier >= Interruption)
                Volatile.Write(ref _complete, Math.Max(_complete, _flushes.Dequeue()));
        }

        return now;
    }
}
