using System.Collections.Concurrent;
using System.Threading.Channels;

namespace AsyncProf.Capture;

/// <summary>The memory of the capture: a bounded number of chunks, of which full ones go through a channel to the reader and come back empty.</summary>
internal sealed class ChunkPool
{
    private readonly ConcurrentQueue<EventChunk> _free = new();
    private readonly Channel<EventChunk> _full = Channel.CreateUnbounded<EventChunk>(new UnboundedChannelOptions
    {
        // The reader polls from a thread of its own and never waits on the channel, so writing one wakes nobody and raises no event.
        SingleReader = true,
        AllowSynchronousContinuations = false,
    });

    private int _made;
    private long _refused;
    private int _waiting; // handed over, and not yet returned

    /// <summary>Creates a pool.</summary>
    /// <param name="maximumBytes">How much memory all chunks together may take.</param>
    public ChunkPool(long maximumBytes) => SetMaximum(maximumBytes);

    /// <summary>What a chunk takes, in bytes.</summary>
    public static int BytesPerChunk => EventChunk.Capacity * Events.AsyncEvent.Size;

    public int MaximumChunks { get; private set; }

    /// <summary>How many chunks there are, in use or not.</summary>
    public int Made => Volatile.Read(ref _made);

    /// <summary>How often there was none: events were lost.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>The share of the room that full chunks take which nobody has read, 0 to 1; the chunk that each thread writes is no such room.</summary>
    public double Buffered
    {
        get
        {
            int waiting = Math.Max(0, Volatile.Read(ref _waiting)), writing = Math.Max(0, Made - _free.Count - waiting);
            return Math.Min(1, waiting / (double)Math.Max(1, MaximumChunks - writing));
        }
    }

    /// <summary>Called, on the thread that captures, when a quarter of what may be full waits to be read: a reader that sleeps must not sleep on. It must be quick.</summary>
    public Action? Filling { get; set; }

    /// <summary>Full chunks, for the reader.</summary>
    public ChannelReader<EventChunk> Full => _full.Reader;

    /// <summary>Changes how much memory all chunks together may take, in bytes.</summary>
    public void SetMaximum(long maximumBytes) => MaximumChunks = (int)Math.Clamp(maximumBytes / BytesPerChunk, 4, int.MaxValue);

    public EventChunk? TryRent(ThreadBuffer owner)
    {
        if (!_free.TryDequeue(out EventChunk? chunk))
        {
            if (Interlocked.Increment(ref _made) > MaximumChunks)
            {
                Interlocked.Decrement(ref _made);
                Interlocked.Increment(ref _refused);
                return null;
            }

            chunk = new EventChunk();
        }

        chunk.Assign(owner);
        return chunk;
    }

    /// <summary>Gives the memory of chunks that nobody uses back to the app.</summary>
    public void Trim()
    {
        while (_free.TryDequeue(out _))
            Interlocked.Decrement(ref _made);
    }

    public void HandOver(EventChunk chunk)
    {
        int waiting = chunk.Received ? Volatile.Read(ref _waiting) : Interlocked.Increment(ref _waiting); // a reader that stops hands over again what it had received
        _full.Writer.TryWrite(chunk);
        if (Filling is { } tell && waiting * 3L >= MaximumChunks - Made + _free.Count) // no more than three times as many can still be rented
            tell();
    }

    /// <summary>Takes back a chunk that has been read.</summary>
    public void Return(EventChunk chunk)
    {
        if (chunk.Received)
            Interlocked.Decrement(ref _waiting);
        if (Made > MaximumChunks)
            Interlocked.Decrement(ref _made);
        else
            _free.Enqueue(chunk);
    }
}
