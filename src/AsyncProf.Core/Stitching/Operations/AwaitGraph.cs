using AsyncProf.Stitching.Records;

namespace AsyncProf.Stitching.Operations;

/// <summary>
/// Who awaits whom: the first awaiter is the parent, no cycle is ever closed, and joins, continuations and relays hold what they stand for.
/// </summary>
internal sealed class AwaitGraph(OperationStore store, UndecidedOperations undecided, StitcherCounts counts, WellKnownNames wellKnown)
{
    /// <summary>Makes one operation the awaiter of another. What a continuation continues has it as its awaiter once it is itself awaited.</summary>
    public void AddAwaiter(int awaited, int awaiter, bool inferred = false)
    {
        while (TryAdopt(awaited, awaiter, inferred))
        {
            ref Operation x = ref store[awaited];
            if (x.Antecedent == 0)
                return;
            BeginWithAntecedent(awaited);
            (awaited, awaiter, inferred) = (x.Antecedent, awaited, false);
        }
    }

    /// <summary>A continuation that is awaited has awaited what it continues from the start, though it began to count only when it was scheduled.</summary>
    private void BeginWithAntecedent(int continuation)
    {
        ref Operation op = ref store[continuation];
        if (op.First == 0 || op.ChargedTo != op.Start || store.Intervals[op.First] is not { Kind: IntervalKind.Waiting } first || first.Target != wellKnown.Unknown)
            return;
        op.Start = op.ChargedTo = first.From;
        store.PatchAt(op.First, IntervalKind.Awaiting, op.Antecedent);
    }

    /// <summary>False if the awaited has an awaiter already, or can have none.</summary>
    private bool TryAdopt(int awaited, int awaiter, bool inferred)
    {
        ref Operation x = ref store[awaited];
        x.Awaiters++;
        if (x.Kind == OperationKind.Leaf && x.Spawner.Slot == 0)
            x.Spawner = store.RefOf(awaiter); // should it turn out to have code, that is its parent
        if (x.Kind == OperationKind.Leaf || x.Parent != 0 || (x.Has(OperationFlags.Charged) && !x.IsLive))
            return false;
        if (WouldCycle(awaiter, awaited))
        {
            counts.Cycles++;
            if (store[awaiter].Last is var last and not 0 && store.Intervals[last].HoldsOperation)
                store.Patch(awaiter, IntervalKind.Waiting, wellKnown.Cycle);
            return false;
        }

        if (store[awaiter].Last is var now and not 0)
            x.AwaitedAt = store.Intervals[now].Place;
        if (inferred)
            x.Flags |= OperationFlags.InferredEdge;
        undecided.Remove(awaited);
        store.AddChild(awaiter, awaited);
        return true;
    }

    /// <summary>
    /// Whether an operation is above its own awaiter. Walks up from the awaiter and through all that is below the awaited in step, and stops when
    /// either walk ends: fresh operations have nothing above or little below, so neither a deep chain nor a deep stack is walked whole.
    /// </summary>
    public bool WouldCycle(int awaiter, int awaited)
    {
        if (awaiter == awaited)
            return true;
        int up = awaiter, below = awaited;
        while (true)
        {
            up = store[up].Parent;
            if (up == 0)
                return false;
            if (up == awaited)
                return true;
            below = NextBelow(below, awaited);
            if (below == 0)
                return false;
            if (below == awaiter)
                return true;
        }
    }

    /// <summary>The operation after another in a walk through all that is below a top; 0 after the last.</summary>
    private int NextBelow(int slot, int top)
    {
        if (store[slot].FirstChild is var child and not 0)
            return child;
        while (slot != top && store[slot].NextSibling == 0)
            slot = store[slot].Parent;
        return slot == top ? 0 : store[slot].NextSibling;
    }

    public void Link(int slot, int target)
    {
        ref Operation op = ref store[slot];
        int old = op.Link;
        op.Link = target;
        store[target].References++;
        if (old != 0)
            store.Drop(old);
    }

    /// <summary>A task without code stands for something else, or for what that stands for in turn: who awaits it awaits that.</summary>
    /// <returns>False if neither has code.</returns>
    public bool StandFor(int leaf, int source)
    {
        if (store[source].Kind == OperationKind.Leaf)
            source = store[source].Link;
        if (source == 0)
            return false;
        Link(leaf, source);
        store[source].Flags |= OperationFlags.Relayed;
        return true;
    }

    /// <summary>An Unwrap stands for the delegate it was made for.</summary>
    public int Represented(int slot)
    {
        ref Operation op = ref store[slot];
        return op.Kind == OperationKind.Unwrap && op.Link != 0 && store[op.Link].Kind == OperationKind.Delegate ? op.Link : slot;
    }

    /// <summary>Whether a delegate has, or will have, returned a task that has not ended: its Unwrap says when.</summary>
    public bool IsBeingUnwrapped(in Operation op) =>
        op.Kind == OperationKind.Delegate && op.Link != 0 && store[op.Link] is { Kind: OperationKind.Unwrap, IsLive: true };

    /// <summary>Whether something unwraps what a delegate returned, or has done so.</summary>
    public bool IsUnwrapped(in Operation op) => op.Has(OperationFlags.Unwrapped) || (op.Kind == OperationKind.Delegate && op.Link != 0 && store[op.Link].Kind == OperationKind.Unwrap);

    public bool WaitsForUnknown(ref Operation op) => op.State == OperationState.Suspended && EndsInUnknown(op);

    /// <summary>Whether the last thing known of an operation is that it waits, and nothing says on what.</summary>
    public bool EndsInUnknown(in Operation op) =>
        op.Last != 0 && store.Intervals[op.Last] is { Kind: IntervalKind.Waiting } last && last.Target == wellKnown.Unknown;

    /// <summary>Delegate and Unwrap hold each other; one that is given up lets go of both.</summary>
    public void LetGoOfPartner(int slot)
    {
        ref Operation op = ref store[slot];
        int partner = op.Link;
        if (partner == 0 || op.Kind is not (OperationKind.Unwrap or OperationKind.Delegate) || store[partner].Link != slot)
            return;
        op.Link = store[partner].Link = 0;
        store.Drop(partner);
        store.Drop(slot);
    }

    /// <summary>A continuation that nobody awaits says nothing about what it continues; a queue of them would hold its whole past.</summary>
    public void LetGoOfAntecedent(int slot)
    {
        ref Operation op = ref store[slot];
        if (op.Parent != 0 || op.Antecedent is not (var antecedent and not 0))
            return;
        op.Antecedent = 0;
        store.Drop(antecedent);
    }
}
