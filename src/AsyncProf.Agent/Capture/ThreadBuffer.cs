using System.Diagnostics;
using System.Runtime.CompilerServices;
using AsyncProf.Edges;
using AsyncProf.Events;
using AsyncProf.Usage;

namespace AsyncProf.Capture;

/// <summary>
/// What one thread has captured and nobody has read yet. Only its thread writes: a slot is reserved before an event is built,
/// and where there is none the event is dropped and counted by kind.
/// </summary>
internal sealed class ThreadBuffer
{
    private const int LossKinds = 64;

    private readonly ChunkPool _pool;
    private readonly long[] _lost = new long[LossKinds];
    private EventChunk? _current;
    private AsyncEvent[] _room = [];
    private int _next;
    private bool _gap;
    private bool _inside;
    private BegunTasks _begun;
    private ThreadUse _use;

    public ThreadBuffer(int key, Thread? thread, bool ignored, ChunkPool pool, nint stackTop = 0, ulong osThread = 0)
    {
        StackTop = stackTop;
        OsThread = osThread;
        Key = key;
        Thread = thread;
        Ignored = ignored;
        _pool = pool;
    }

    /// <summary>The number of the thread in this process; never reused, unlike its managed id.</summary>
    public int Key { get; }

    /// <summary>The thread; null where another one tells of it.</summary>
    public Thread? Thread { get; }

    /// <summary>What the operating system calls the thread; 0 where nobody asked.</summary>
    public ulong OsThread { get; }

    /// <summary>The end of the thread's stack; 0 where nobody asked.</summary>
    public nint StackTop { get; }

    /// <summary>What begins on this thread belongs to the profiler or the exporter.</summary>
    public bool Ignored { get; }

    /// <summary>The chunk that is being written; null before the first event.</summary>
    public EventChunk? Current => Volatile.Read(ref _current);

    /// <summary>The next buffer in the list of all; set once, before the buffer is seen.</summary>
    public ThreadBuffer? Next { get; set; }

    /// <summary>The number of the next batch that is sent of it, whoever sends: numbers never start again, or a reader would take new batches for old ones.</summary>
    public int NextBatch { get; set; }

    /// <summary>How many chunks the thread has had. Its thread's alone.</summary>
    public long NextChunk { get; set; }

    /// <summary>The number of the exception that was thrown on the thread last. Its thread's alone.</summary>
    public int LastThrown { get; set; }

    /// <summary>What has begun on the thread last. Its thread's alone.</summary>
    public ref BegunTasks Begun => ref _begun;

    /// <summary>What has been told of what the thread uses.</summary>
    public ref ThreadUse Use => ref _use;

    /// <summary>How many events of a kind were dropped for want of room.</summary>
    public long Lost(int kind) => Volatile.Read(ref _lost[kind & (LossKinds - 1)]);

    /// <summary>How many events were dropped in all.</summary>
    public long LostInAll()
    {
        long sum = 0;
        for (int kind = 0; kind < LossKinds; kind++)
            sum += Lost(kind);
        return sum;
    }

    /// <summary>How many events of each kind were dropped; kinds of which none was are left out.</summary>
    public IReadOnlyList<(AsyncEventKind Kind, long Count)> AllLost()
    {
        List<(AsyncEventKind Kind, long Count)>? lost = null;
        for (int kind = 0; kind < LossKinds; kind++)
        {
            if (Lost(kind) is var count and > 0)
                (lost ??= []).Add(((AsyncEventKind)kind, count));
        }

        return lost ?? (IReadOnlyList<(AsyncEventKind, long)>)[];
    }

    /// <summary>Begins a callback; false if this thread is already in one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Enter()
    {
        if (_inside)
            return false;
        _inside = true;
        return true;
    }

    public void Leave() => _inside = false;

    /// <summary>Room for one event, stamped with the time and its kind; a null reference where there is none. Follow with <see cref="Publish"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref AsyncEvent Reserve(AsyncEventKind kind)
    {
        if ((uint)_next >= (uint)_room.Length || _gap)
        {
            if (MakeRoom() is null)
            {
                _lost[(int)kind & (LossKinds - 1)]++;
                return ref Unsafe.NullRef<AsyncEvent>();
            }
        }

        ref AsyncEvent slot = ref _room[_next];
        slot = default;
        slot.Kind = kind;
        slot.Timestamp = Stopwatch.GetTimestamp();
        return ref slot;
    }

    /// <summary>Makes the reserved event visible.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Publish() => _current!.Publish(++_next);

    /// <summary>Writes a mark: an event that says something of an entry and not of a task.</summary>
    public void Mark(AsyncEventKind kind, byte detail, long payload, int extra = 0, ushort scope = 0)
    {
        ref AsyncEvent e = ref Reserve(kind);
        if (Unsafe.IsNullRef(ref e))
            return;
        e.Detail = detail;
        e.Payload = payload;
        e.Extra = extra;
        e.Scope = scope;
        Publish();
    }

    /// <summary>Writes a mark of the moment of the event that was written last, without a look at the clock of its own unless that went to another chunk.</summary>
    public void MarkAlso(AsyncEventKind kind, byte detail, long payload, int extra = 0)
    {
        if (_gap || _next == 0 || _next >= _room.Length)
        {
            Mark(kind, detail, payload, extra);
            return;
        }

        _room[_next] = new AsyncEvent { Timestamp = _room[_next - 1].Timestamp, Kind = kind, Detail = detail, Payload = payload, Extra = extra };
        Publish();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private EventChunk? MakeRoom()
    {
        EventChunk? chunk = _current;
        if (_next >= _room.Length)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            EventChunk? fresh = _pool.TryRent(this);
            if (fresh is null)
            {
                _gap = true;
                return null;
            }

            // Handed over before it is replaced: who sees the new chunk finds all before it in the channel.
            if (chunk is not null)
                _pool.HandOver(chunk);
            _use.Traced(GC.GetAllocatedBytesForCurrentThread() - before);
            Volatile.Write(ref _current, fresh);
            chunk = fresh;
            _room = fresh.Events;
            _next = 0;
        }

        if (_gap)
        {
            _gap = false;
            _room[_next] = AsyncEvent.Gap(Stopwatch.GetTimestamp());
            Publish();
        }

        return chunk;
    }
}
