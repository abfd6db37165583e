using AsyncProf.Events;
using AsyncProf.Stitching.Records;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Awaits;

namespace AsyncProf.Attribution;

/// <summary>What the two axes have in common: what an interval is charged as, and what an await comes down to.</summary>
internal static class ChargeRules
{
    /// <summary>The label of a wait on something without code, by its name, or by its await where the name says nothing.</summary>
    public static WaitLabel Wait(OperationStore store, AwaitTable awaits, int name, int await)
    {
        var known = store.WellKnown;
        if (name == known.Task)
            return new WaitLabel(WaitKind.Task, 0, awaits.LabelOf(await)); // that somebody completes it by hand is worth knowing too
        if (name == known.Unknown && awaits.OnOf(await) is var on and not NameTable.NoneId)
            return new WaitLabel(awaits[await].IsOneOf ? WaitKind.OneOf : WaitKind.Named, on);
        if (name == known.Unknown)
            return WaitLabel.Unknown;
        return name == known.Cycle ? WaitLabel.Cycle : new WaitLabel(WaitKind.Named, name);
    }

    public static WaitLabel BlockedOn(OperationStore store, MethodTable methods, int target)
    {
        ref Operation op = ref store[target];
        return op.HasCode
            ? new WaitLabel(WaitKind.BlockedOn, methods.Resolve(op.Name).Value)
            : new WaitLabel(WaitKind.BlockedOnTask, op.Name == NameTable.NoneId ? store.WellKnown.Task : op.Name);
    }

    /// <summary>What an await of a join comes down to: the child that decided it, through joins of joins; 0 where no child is known.</summary>
    public static int Decider(OperationStore store, int target)
    {
        for (int hops = 0; target != 0 && hops < 64; hops++)
        {
            ref Operation op = ref store[target];
            if (op.Kind is not (OperationKind.Join or OperationKind.Unwrap))
                return target;
            if (op.Done == 0 && !op.Has(OperationFlags.FirstChildDecides))
                return 0; // its last child is not known before it has ended
            target = op.Link;
        }

        return 0;
    }

    /// <summary>The worker of a parallel loop that had begun at a moment and goes on longest after it; 0 where there is none, and for any other join: its children begin before it.</summary>
    public static int Begun(OperationStore store, int target, long time)
    {
        if (!IsLoop(store, target))
            return 0;
        int longest = 0;
        for (int child = store[target].FirstChild; child != 0; child = store[child].NextSibling)
        {
            ref Operation op = ref store[child];
            if (op.HasCode && op.Start <= time && (op.IsLive || op.End > time) && (longest == 0 || EndOf(op) > EndOf(store[longest])))
                longest = child;
        }

        return longest;
    }

    /// <summary>The label of a wait for something that has not begun: the workers of a loop are queued by no event, so the loop itself is what is waited for.</summary>
    public static WaitLabel BeforeBegun(OperationStore store, AwaitTable awaits, int target, int await) =>
        IsLoop(store, target) ? Wait(store, awaits, store.WellKnown.Task, await) : WaitLabel.Unknown;

    /// <summary>When what an await comes down to begins to be what is waited for: the first worker of a parallel loop that begins after a moment, or the operation itself.</summary>
    public static long BeginsAfter(OperationStore store, int target, int decider, long time)
    {
        long first = store[decider].Start;
        if (!IsLoop(store, target))
            return first;
        for (int child = store[target].FirstChild; child != 0; child = store[child].NextSibling)
        {
            if (store[child].HasCode && store[child].Start > time)
                first = Math.Min(first, store[child].Start);
        }

        return first;
    }

    /// <summary>Whether a join is the task of a parallel loop or of a dataflow block: no event names it, and what it joins begins while it is awaited.</summary>
    private static bool IsLoop(OperationStore store, int target) => store[target] is { Kind: OperationKind.Join } join && join.Name == store.WellKnown.Task;

    private static long EndOf(in Operation op) => op.IsLive ? long.MaxValue : op.End;

    /// <summary>The leaf that stands for an operation without code, or for a join of which no child is known.</summary>
    public static int LeafName(OperationStore store, int target, int decider)
    {
        int named = decider != 0 ? decider : target;
        ref Operation op = ref store[named];
        return op.Name != NameTable.NoneId ? op.Name : store.WellKnown.Task;
    }

    /// <summary>
    /// What an interval is charged as that depends on nothing but itself: all but awaiting, blocked on a task and idle, for which it is null.
    /// </summary>
    public static (ChargeState State, WaitLabel? Label)? Plain(OperationStore store, MethodTable methods, AwaitTable awaits, in Interval interval, int await) => interval.Kind switch
    {
        IntervalKind.Running => (ChargeState.Running, null),
        IntervalKind.Ready or IntervalKind.Yielded => (ChargeState.Ready, null),
        IntervalKind.Lent => (ChargeState.Ready, new WaitLabel(WaitKind.Inlined, methods.Resolve(interval.Target).Value)),
        IntervalKind.Waiting => (ChargeState.Waiting, Wait(store, awaits, interval.Target, await)),
        IntervalKind.WaitingFor => (ChargeState.Waiting, new WaitLabel(WaitKind.CompletedBy, methods.Resolve(interval.Target).Value, awaits.LabelOf(await))),
        IntervalKind.WokenBy => (ChargeState.Waiting, new WaitLabel(WaitKind.ResumedBy, methods.Resolve(interval.Target).Value, awaits.LabelOf(await))),
        IntervalKind.BlockedOnHandle => (ChargeState.Blocked, WaitLabel.Handle),
        IntervalKind.Request => (ChargeState.Waiting, WaitLabel.Request),
        _ => null,
    };

    /// <summary>What comes after the end of something awaited: ready, unless it had to be given up and nobody knows when it ended.</summary>
    public static (ChargeState State, WaitLabel? Label) AfterEnd(OperationStore store, int target) =>
        store[target].Has(OperationFlags.GivenUp) ? (ChargeState.Waiting, WaitLabel.Unknown) : (ChargeState.Ready, null);

    /// <summary>When, from one moment to another, those who wait for an operation could go on; the later moment if not before.</summary>
    public static long DoneWithin(OperationStore store, int target, long from, long to)
    {
        long done = store[target].Done;
        return done == 0 ? to : Math.Min(to, Math.Max(from, done));
    }
}
