using AsyncProf.Events;
using AsyncProf.Stitching.Records;

namespace AsyncProf.Stitching.Roots;

/// <summary>
/// Roots that have not ended are charged up to now, at each snapshot and at the end, and what has been charged of them is forgotten.
/// </summary>
internal sealed class OpenRoots(OperationStore store, RootDecider decider, IChargeSink sink)
{
    /// <summary>Charges every open root up to a moment.</summary>
    /// <remarks>What has begun at this very moment is left alone, or who awaits it might only be told by the next event.</remarks>
    /// <param name="now">The moment, in ticks.</param>
    /// <param name="withOpenEntries">Whether those of entries that have not stopped are, too.</param>
    /// <param name="doubtfulSince">What has shown no sign of life since this moment is charged up to there only.</param>
    public void Charge(long now, bool withOpenEntries, long doubtfulSince = long.MaxValue)
    {
        var open = new List<int>();
        for (int slot = 1; slot < store.Operations.Top; slot++)
        {
            ref Operation op = ref store[slot];
            if (IsOpenRoot(slot) && (withOpenEntries || (!store.Entries.IsInOpen(op) && op.Start < now)))
                open.Add(slot);
        }

        // First charge all, then forget: an operation that two roots await is walked by both.
        foreach (int slot in open)
        {
            ref Operation op = ref store[slot];
            long from = Math.Min(Math.Max(op.Start, op.ChargedTo), now);
            long to = store.LastFrom(slot) < doubtfulSince ? Math.Clamp(doubtfulSince, from, now) : now;
            sink.OnCharge(store, new Charge(RootKind.Open, slot, from, to, op.Entry) { WithOpenEntries = withOpenEntries });
        }

        foreach (int slot in open)
            Forget(slot, now, withOpenEntries);
    }

    /// <summary>The recording ends: a join that nobody has awaited is no parent of its children.</summary>
    public void ForgetIdleJoins()
    {
        for (int slot = 1; slot < store.Operations.Top; slot++)
        {
            if (store[slot] is not { Kind: OperationKind.Join or OperationKind.Unwrap, Parent: 0 } join || join.TaskId == 0)
                continue;
            for (int child = join.FirstChild; child != 0;)
            {
                int next = store[child].NextSibling;
                store.RemoveChild(child);
                store[child].Flags |= join.Flags & OperationFlags.HadBracket;
                if (store[child] is { IsLive: false, HasCode: true })
                    decider.ChooseParent(child);
                store.Drop(child);
                child = next;
            }
        }

        decider.DecideOrphans();
    }

    /// <summary>Whether an operation lives and hangs below none with code.</summary>
    public bool IsOpenRoot(int slot)
    {
        ref Operation op = ref store[slot]; // all of them are looked at, and each is large
        return op.IsLive && IsOfCode(op) && !IsRegistered(op) && !op.Has(OperationFlags.Ignored) && IsTop(slot);
    }

    /// <summary>Whether an operation has ended, and it is not decided yet below what it is charged.</summary>
    public bool IsUndecided(int slot)
    {
        ref Operation op = ref store[slot];
        return !op.IsLive && IsOfCode(op) && !op.Has(OperationFlags.Charged | OperationFlags.Ignored) && IsTop(slot);
    }

    private static bool IsOfCode(in Operation op) => op.TaskId != 0 && op.HasCode && op.Kind != OperationKind.Prefix;

    /// <summary>Whether it is a continuation that is only registered: nobody awaits it, and it has not begun.</summary>
    private static bool IsRegistered(in Operation op) => op is { Kind: OperationKind.Delegate, State: OperationState.Created, Parent: 0 } && op.Has(OperationFlags.Continuation);

    /// <summary>Whether only joins that nobody awaits, or the prefix of an entry, stand above an operation.</summary>
    private bool IsTop(int slot)
    {
        int parent = store[slot].Parent;
        while (parent != 0 && (!store[parent].HasCode || store[parent].Kind == OperationKind.Prefix))
            parent = store[parent].Parent;
        return parent == 0;
    }

    /// <summary>Whether an ended operation has nothing left to charge.</summary>
    public static bool IsDoneWith(in Operation op) => !op.IsLive && (!op.HasCode || op.Has(OperationFlags.Charged));

    /// <summary>Drops what has been charged of an open tree: ended children, and timelines up to now.</summary>
    private void Forget(int root, long now, bool withOpenEntries)
    {
        long keptSince = store.Entries.KeptSince;
        var work = new Stack<int>();
        work.Push(root);
        while (work.TryPop(out int slot))
        {
            ref Operation op = ref store[slot];
            bool keep = op.OpenEntry != 0 && !withOpenEntries;
            long before = keep ? Math.Min(now, store.Entries.OpenSince(op)) : now;
            for (int child = op.FirstChild; child != 0;)
            {
                int next = store[child].NextSibling;
                ref Operation c = ref store[child];
                if ((keep && c.Start >= before) || (!withOpenEntries && store.Entries.IsInOpen(c)))
                {
                    child = next; // it belongs to a request that has not stopped
                    continue;
                }

                if (c.IsLive)
                    work.Push(child);
                else if (IsDoneWith(c) && (!c.HasCode || c.End < keptSince))
                    store.DropChild(child);

                child = next;
            }

            if (op.HasCode)
            {
                store.Trim(slot, Math.Min(before, keptSince));
                OperationStore.MarkCharged(ref op, before);
            }
        }

        decider.DecideOrphans();
    }
}
