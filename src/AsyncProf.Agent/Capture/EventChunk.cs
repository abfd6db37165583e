using AsyncProf.Events;

namespace AsyncProf.Capture;

/// <summary>A fixed piece of a thread's buffer. One thread writes it, one thread reads it, and the count is what passes between them.</summary>
internal sealed class EventChunk
{
    /// <summary>24 KB of events: below the large object heap, and never grown.</summary>
    public const int Capacity = 1024;

    private int _count;

    public AsyncEvent[] Events { get; } = new AsyncEvent[Capacity];

    /// <summary>The buffer it belongs to at present.</summary>
    public ThreadBuffer? Owner { get; private set; }

    /// <summary>How many chunks its thread had before it.</summary>
    public long Number { get; private set; }

    /// <summary>How many events the writer has published.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>How many the reader has taken. The reader's alone.</summary>
    public int Taken { get; set; }

    /// <summary>The reader has it in its queue. The reader's alone.</summary>
    public bool Queued { get; set; }

    /// <summary>It has come through the channel, so its writer is done with it. The reader's alone.</summary>
    public bool Received { get; set; }

    /// <summary>When the event was stamped that its writer has not published yet; 0 where there is none. It may just have been published.</summary>
    public long Reserved
    {
        get
        {
            int count = Count;
            if (count == Capacity)
                return 0;
            long stamp = Volatile.Read(ref Events[count].Timestamp);
            return count == 0 || stamp >= Events[count - 1].Timestamp ? stamp : 0; // else it is of those who had the chunk before
        }
    }

    public void Assign(ThreadBuffer owner)
    {
        Owner = owner;
        Number = owner.NextChunk++;
        Events[0] = default;
        Taken = 0;
        Queued = false;
        Received = false;
        Volatile.Write(ref _count, 0);
    }

    /// <summary>Makes the events before an index visible to the reader. The writer's alone.</summary>
    public void Publish(int count) => Volatile.Write(ref _count, count);
}
