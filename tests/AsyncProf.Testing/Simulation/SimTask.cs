using AsyncProf.Events;

namespace AsyncProf.Testing.Simulation;

/// <summary>A task of a simulated program: an async method, a delay, a join, a delegate.</summary>
internal sealed class SimTask
{
    private bool? _peeked;

    internal SimTask(int id, SimTaskKind kind, string name)
    {
        Id = id;
        Kind = kind;
        Name = name;
    }

    public int Id { get; }

    public SimTaskKind Kind { get; }

    /// <summary>The method's name, as a person writes it.</summary>
    public string Name { get; }

    public bool IsCompleted { get; internal set; }

    /// <summary>When it began as an operation: its first suspension, or when its delegate was scheduled; -1 if it never did.</summary>
    public long Begun { get; internal set; } = -1;

    /// <summary>When it ended; -1 while it has not.</summary>
    public long Ended { get; internal set; } = -1;

    /// <summary>How many events there were when it ended.</summary>
    public int EndedOrder { get; internal set; } = int.MaxValue;

    public OperationStatus Status { get; internal set; } = OperationStatus.Completed;

    /// <summary>What it did, as the semantics put it. Each piece lasts until the next, or the end.</summary>
    public List<Truth> Timeline { get; } = [];

    /// <summary>Who awaited it, or blocked on it, first; null if nobody did while it could be told.</summary>
    public SimTask? Parent { get; internal set; }

    /// <summary>The operation on top of the thread's stack when it began.</summary>
    public SimTask? Spawner { get; internal set; }

    /// <summary>The request in whose flow it began; 0 for none.</summary>
    public long Entry { get; internal set; }

    /// <summary>True for what has a row of its own.</summary>
    public bool HasCode => Kind is SimTaskKind.Method or SimTaskKind.Void or SimTaskKind.Iterator or SimTaskKind.Pooled
        or SimTaskKind.Delegate or SimTaskKind.Continuation;

    /// <summary>True once it has been called, or made.</summary>
    internal bool Started { get; set; }

    internal IEnumerator<Step>? Body { get; init; }

    /// <summary>Its next step, which it has not taken yet; null at its end.</summary>
    internal Step? Peek()
    {
        _peeked ??= Body!.MoveNext();
        return _peeked.Value ? Body!.Current : null;
    }

    /// <summary>Goes to its next step; false at its end.</summary>
    internal bool MoveNext()
    {
        bool isThere = _peeked ?? Body!.MoveNext();
        _peeked = null;
        return isThere;
    }

    /// <summary>Who goes on when it completes.</summary>
    internal List<SimTask> Continuations { get; } = [];

    /// <summary>Sources that its end completes, without a word about who waits for them.</summary>
    internal List<SimTask> Watchers { get; } = [];

    /// <summary>Somebody blocked on it, or waited for it and gave up: its end has a bracket.</summary>
    internal bool HadWaiters { get; set; }

    /// <summary>Its continuations are queued and not run by who completes it.</summary>
    internal bool Asynchronous { get; set; }

    internal SimFlow Flow { get; init; }

    /// <summary>A method compiled as runtime-async.</summary>
    internal bool IsDispatched { get; init; }

    /// <summary>The chain of calls that it belongs to since it suspended for the first time; only of one compiled as runtime-async.</summary>
    internal SimDispatcher? Dispatcher { get; set; }

    /// <summary>What it awaits through a method of the runtime's own; null for nothing, or for what needs none.</summary>
    internal SimTask? Opaque { get; set; }

    /// <summary>What it awaits now was made directly before.</summary>
    internal bool AwaitsMade { get; set; }

    /// <summary>Where it suspended last, as an address in its code.</summary>
    internal long Address { get; set; }

    /// <summary>How often it has suspended.</summary>
    internal int Suspensions { get; set; }

    /// <summary>A join's children; an Unwrap's delegate; what a relay or a continuation waits for; the bodies that a loop calls; the iterator of an item.</summary>
    internal IReadOnlyList<SimTask> Sources { get; init; } = [];

    /// <summary>What a continuation did before it was scheduled, unless somebody was known to await it then.</summary>
    internal Truth? Unscheduled { get; set; }

    /// <summary>The task that an async delegate returns.</summary>
    internal SimTask? Inner { get; init; }

    /// <summary>The compiler's name of its state machine, where that is not made of its own.</summary>
    internal string? Machine { get; init; }

    /// <summary>The children of a join that ended before anybody awaited it.</summary>
    internal List<SimTask> EndedUnclaimed { get; } = [];

    /// <summary>Who gave up waiting for it: the task by which it did.</summary>
    internal SimTask? GaveUp { get; set; }

    /// <summary>The <c>WhenEach</c> that it was given to.</summary>
    internal SimTask? Each { get; set; }

    /// <summary>The task that the next item of an iterator completes; null for none.</summary>
    internal SimTask? Item { get; set; }

    /// <summary>What a parallel loop has left to do, and who does it.</summary>
    internal LoopState? Loop { get; init; }

    /// <summary>How many of a join's, or a delegate's attached, children have not ended.</summary>
    internal int Pending { get; set; }

    /// <summary>A join's child that decided it, a relay's source if that completed it, the delegate an Unwrap stands for.</summary>
    internal SimTask? StandsFor { get; set; }

    /// <summary>The delegate that ends only after this one.</summary>
    internal SimTask? AttachedTo { get; set; }

    internal long Delay { get; init; }

    /// <summary>After how long a delay is cancelled, or a relay gives up; 0 for never.</summary>
    internal long Timeout { get; init; }

    /// <summary>The request whose slice of its timeline is open; 0 for none.</summary>
    internal long OpenEntry { get; set; }

    /// <summary>An iterator has handed over an item since it was last asked.</summary>
    internal bool HasItem { get; set; }

    /// <summary>An iterator's consumer.</summary>
    internal SimTask? Consumer { get; set; }
}
