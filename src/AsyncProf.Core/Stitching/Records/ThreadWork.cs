using AsyncProf.Events;

namespace AsyncProf.Stitching.Records;

/// <summary>What is known of one thread: the stack of the work that it is in, and the last event, which gives the next its meaning.</summary>
internal sealed class ThreadWork(int key)
{
    /// <summary>More than this is no stack of a real thread, whose completions go some ten thousand deep.</summary>
    public const int MaximumDepth = 1_000_000;

    /// <summary>More than one exception was thrown, none of them in place of another.</summary>
    public const int SeveralThrown = -1;

    private readonly int[] _counts = new int[3];
    private readonly Stack<(int Depth, Handover Handover)> _held = new();
    private WorkFrame[] _frames = new WorkFrame[16];

    /// <summary>The number the capture gave the thread; never reused.</summary>
    public int Key { get; } = key;

    /// <summary>Everything begun on it belongs to the profiler or the exporter.</summary>
    public bool Ignored { get; set; }

    public int Depth { get; private set; }

    /// <summary>The topmost segment frame, or -1.</summary>
    public int TopSegment { get; private set; } = -1;

    /// <summary>The prefix of an entry that started here while no operation ran.</summary>
    public OperationRef Prefix { get; set; }

    /// <summary>Something suspended inside the prefix, so the next work at the bottom of the stack is not the entry's.</summary>
    public bool PrefixSuspended { get; set; }

    /// <summary>The operation that blocks here, the depth at which it does, and what it blocks on.</summary>
    public OperationRef Blocked { get; set; }
    public int BlockedDepth { get; set; }
    public int BlockedOn { get; set; }

    /// <summary>When the runtime's own wait ended that this block consists of, and the object that it was for; 0 where none has.</summary>
    public long BlockWaitEnd { get; set; }
    public long BlockWaitOn { get; set; }

    /// <summary>How many waits on handles the thread is in, one inside the other, and the operation that is charged for them; whether any was seen.</summary>
    public int WaitDepth { get; set; }
    public OperationRef Waiting { get; set; }
    public bool HasWaited { get; set; }

    /// <summary>The operation that was last to suspend here with no work begun since.</summary>
    public OperationRef LastSuspended { get; set; }

    /// <summary>The operation that suspended in a way in which it may have yielded: the next event tells.</summary>
    public OperationRef Yielder { get; set; }

    /// <summary>The pooled method whose awaiter has not suspended yet.</summary>
    public OperationRef Pooled { get; set; }

    /// <summary>When the thread last began or ended something, or an entry started or stopped: no prefix is longer. 0 before the first time.</summary>
    public long LastMark { get; set; }

    /// <summary>Since when the thread waits synchronously outside any operation, and on which task.</summary>
    public long OutsideBlockSince { get; set; }

    public AsyncEventKind LastKind { get; set; }
    public int LastTaskId { get; set; }
    public int LastOtherId { get; set; }
    public byte LastDetail { get; set; }

    /// <summary>The delegate whose beginning, scheduling or continuation was the last event: an Unwrap made now is its.</summary>
    public OperationRef LastDelegate { get; set; }

    /// <summary>A task without code that ended last and that nobody was known to await, and its name: if its completion follows, that says who did.</summary>
    public int EndedTask { get; set; }
    public int EndedName { get; set; }

    /// <summary>What has just come back to its giver, whose next event decides whether it was given.</summary>
    public Handover Returned;
    public bool HasReturned;

    /// <summary>Whether something else has come back, and waits for what began since to end.</summary>
    public bool IsHolding => _held.Count > 0;

    /// <summary>The delegate of a dataflow block that was the last to be queued here, and since when one was: whoever begins next may have posted them.</summary>
    public OperationRef LastPosted { get; set; }
    public long PostedSince { get; set; }

    /// <summary>A task that the process says stands for another, and that one: it is awaited next.</summary>
    public int ToldRelay { get; set; }
    public OperationRef ToldSource { get; set; }

    /// <summary>Whether an entry has started or stopped since the last reading of what the thread used: what was used before is not what is used after.</summary>
    public bool SplitsUse { get; set; }

    /// <summary>Who was on top when dispatchers first told anything since the last reading, if they have.</summary>
    public OperationRef User { get; set; }
    public bool HasUser { get; set; }

    /// <summary>Whether what the thread used has been read, at the event that comes now.</summary>
    public bool IsRead { get; set; }

    /// <summary>The type of the exception thrown in the segment that runs: its name, 0 for none, <see cref="SeveralThrown"/> where nothing tells which one leaves it.</summary>
    public int Thrown { get; set; }

    /// <summary>What is known so far of the entry that stops next here.</summary>
    public EntryContext PendingContext;

    public ref WorkFrame this[int index] => ref _frames[index];

    public ref WorkFrame Push(WorkKind kind, int taskId, OperationRef operation)
    {
        if (Depth == _frames.Length)
            Array.Resize(ref _frames, _frames.Length * 2);
        ref WorkFrame frame = ref _frames[Depth];
        frame = new WorkFrame { Kind = kind, TaskId = taskId, Operation = operation, SegmentBelow = TopSegment, Live = kind == WorkKind.Segment };
        if (kind == WorkKind.Segment)
            TopSegment = Depth;
        Depth++;
        _counts[(int)kind]++;
        return ref frame;
    }

    /// <summary>How many frames of a kind there are.</summary>
    public int CountOf(WorkKind kind) => _counts[(int)kind];

    /// <summary>Removes the topmost frame and returns it.</summary>
    public WorkFrame Pop()
    {
        WorkFrame frame = _frames[--Depth];
        _counts[(int)frame.Kind]--;
        if (TopSegment == Depth)
            TopSegment = frame.SegmentBelow;
        return frame;
    }

    /// <summary>What has come back is decided only after the work that begins now.</summary>
    public void Hold()
    {
        _held.Push((Depth, Returned));
        HasReturned = false;
    }

    /// <summary>Some work has ended: what came back before it is decided by the next event, as if it came back now.</summary>
    public void Release(long time)
    {
        while (_held.TryPeek(out (int Depth, Handover Handover) held) && held.Depth >= Depth)
        {
            _held.Pop();
            Returned = held.Handover with { ReturnedAt = time };
            HasReturned = true;
        }
    }

    /// <summary>Forgets the stack: after a gap nothing on it can be trusted.</summary>
    public void Clear()
    {
        Depth = 0;
        Array.Clear(_counts);
        TopSegment = -1;
        Prefix = default;
        Blocked = default;
        Waiting = default;
        OutsideBlockSince = 0;
        LastSuspended = default;
        Yielder = default;
        Pooled = default;
        LastMark = 0;
        LastDelegate = default;
        HasReturned = false;
        _held.Clear();
        LastKind = AsyncEventKind.None;
        Thrown = 0;
        PendingContext = default;
    }
}
