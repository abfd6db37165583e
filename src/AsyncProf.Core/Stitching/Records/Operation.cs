using System.Runtime.InteropServices;
using AsyncProf.Events;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Stitching.Records;

/// <summary>One task id while it matters. Times are ticks of the recording's clock; ids of other records are slots, 0 for none.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct Operation
{
    /// <summary>The id of what has no task that an event could name. 0 is that of a recycled record.</summary>
    public const int NoTaskId = int.MinValue;

    /// <summary>When it began: its first suspension, or when its delegate was scheduled.</summary>
    public long Start;

    /// <summary>When it ended; 0 while it lives.</summary>
    public long End;

    /// <summary>When those who await it could go on: the earlier of its end and its completion bracket; 0 while not.</summary>
    public long Done;

    /// <summary>Its own intervals before this moment are charged on the task axis.</summary>
    public long ChargedTo;

    public int TaskId;
    public int Name;

    /// <summary>Its timeline, a list of <see cref="Interval"/>.</summary>
    public int First;
    public int Last;

    /// <summary>Its first awaiter, or the operation it is shown under.</summary>
    public int Parent;
    public int FirstChild;
    public int LastChild;
    public int PreviousSibling;
    public int NextSibling;

    /// <summary>The operation on top of the thread's stack when it began.</summary>
    public OperationRef Spawner;

    /// <summary>Its name, which is told when it itself may be gone; 0 for none, and where an entry that it owns began the operation.</summary>
    public int SpawnerName;

    /// <summary>Unwrap and delegate: each other. Join: the child that decided it. Relay: what it stands for.</summary>
    public int Link;

    /// <summary>A continuation: what it continues.</summary>
    public int Antecedent;

    /// <summary>How many timelines, lists and links hold it.</summary>
    public int References;

    /// <summary>The entry in whose flow it began.</summary>
    public int Entry;

    /// <summary>The entry whose slice of this operation's timeline is open.</summary>
    public int OpenEntry;

    /// <summary>Tells two users of one slot apart.</summary>
    public int Serial;

    /// <summary>The thread and the frame of its live segment.</summary>
    public int Thread;
    public int Frame;

    /// <summary>The operation or join that was the last to suspend, or to be made, on the thread before this one suspended; a leaf: before it was awaited.</summary>
    public OperationRef SuspendedAfter;

    /// <summary>What runs in a dataflow block: who gave the block its first item.</summary>
    public OperationRef Poster;

    /// <summary>A pooled method: the next one that awaits the same.</summary>
    public int NextPooled;

    /// <summary>Which of two operations that end in one tick ended first.</summary>
    public int EndOrder;

    /// <summary>A leaf: the name of the operation in whose segment it was completed.</summary>
    public int Waker;

    /// <summary>The name of the type of the exception that ended it; 0 where none did, or which is not known.</summary>
    public int Error;

    /// <summary>The longest its synchronous prefix can have been, in ticks; -1 where nothing tells.</summary>
    public long PrefixAtMost;

    /// <summary>The place at which its first awaiter awaits it; as <see cref="Interval.Place"/>.</summary>
    public int AwaitedAt;

    /// <summary>What it used and was not charged yet, a list of <see cref="UseReading"/>.</summary>
    public int FirstUse;
    public int LastUse;

    public int Segments;
    public int Awaits;
    public int Awaiters;

    /// <summary>Scratch of the attribution: the node of this operation in the tree of the given visit.</summary>
    public int Node;
    public int Visit;

    public ushort Scope;
    public OperationFlags Flags;
    public OperationKind Kind;
    public OperationState State;
    public OperationStatus Status;

    public readonly bool IsLive => State != OperationState.Ended;

    public readonly bool Has(OperationFlags flag) => (Flags & flag) != 0;

    /// <summary>True for what has a row and a frame of its own.</summary>
    public readonly bool HasCode =>
        Kind is OperationKind.Method or OperationKind.Iterator or OperationKind.Delegate or OperationKind.Prefix;
}
