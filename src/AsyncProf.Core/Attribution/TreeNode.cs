using AsyncProf.Events;
using AsyncProf.Symbols;

namespace AsyncProf.Attribution;

/// <summary>One operation in the tree of a root. Times are ticks of the recording's clock.</summary>
internal struct TreeNode
{
    /// <summary>The node of the logical parent, or -1 for the root. Parents come before their children.</summary>
    public int Parent;
    public MethodId Method;
    public long Start;

    /// <summary>When it ended, or the end of the charged window.</summary>
    public long End;

    /// <summary>Time it was idle (an iterator between items): in no measure.</summary>
    public long Idle;
    public StateTimes Task;
    public StateTimes Elapsed;

    /// <summary>What it used itself.</summary>
    public ResourceUse Use;

    /// <summary>How much of <see cref="Elapsed"/> all threads stood still for the garbage collector.</summary>
    public StateTimes Paused;

    /// <summary>The first of its <see cref="WaitCharge"/>s, or -1.</summary>
    public int FirstLeaf;

    /// <summary>The longest its synchronous prefix can have been, in ticks; -1 where nothing tells.</summary>
    public long PrefixAtMost;
    public int Segments;

    /// <summary>How often it let its thread go though it could go on at once.</summary>
    public int Yields;

    /// <summary>The longest that a thread ran it without a break, in ticks.</summary>
    public long LongestRun;
    public int Awaits;

    /// <summary>The await of its parent's method that it was awaited at; 0 where nothing tells.</summary>
    public int AwaitedAt;

    /// <summary>The methods that pass its task on to its parent, as <see cref="Symbols.Awaits.AwaitTable.PassingMethods"/> has them; 0 for none.</summary>
    public int PassedBy;

    /// <summary>The first of its <see cref="AwaitCharge"/>s, or -1.</summary>
    public int FirstAwait;
    public int Awaiters;

    /// <summary>Scratch of the elapsed walk: where in which operation's timeline it stood last.</summary>
    public int Cursor;
    public int CursorSlot;
    public OperationStatus Status;

    /// <summary>The name of the type of the exception that ended it; 0 where none did, or which is not known.</summary>
    public int Error;
    public NodeFlags Flags;

    public readonly long Wall => End - Start - Idle;

    public readonly bool Has(NodeFlags flag) => (Flags & flag) != 0;
}
