using System.Runtime.CompilerServices;
using AsyncProf.Events;
using AsyncProf.Stitching.Operations;
using AsyncProf.Stitching.Records;

namespace AsyncProf.Stitching.Roots;

/// <summary>
/// What an ended operation without an awaiter is, once its grace is over: a child of its spawner, or a root, which is handed on to be charged.
/// </summary>
internal sealed class RootDecider(
    OperationStore store,
    TaskIds ids,
    AwaitGraph graph,
    OperationLifecycle life,
    UndecidedOperations undecided,
    ParallelLoops loops,
    DataflowBlocks blocks,
    IChargeSink sink)
{
    /// <summary>Decides what ended before a moment.</summary>
    /// <param name="before">The moment; <see cref="long.MaxValue"/> decides everything.</param>
    /// <param name="now">The newest moment seen.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void ExpireGrace(long before, long now)
    {
        while (life.Grace.Count > 0 && life.Grace.OldestEnd < before)
        {
            long end = life.Grace.OldestEnd;
            OperationRef ended = life.Grace.Dequeue();
            int slot = store.Find(ended);
            if (slot == 0)
                continue;
            ref Operation op = ref store[slot];
            if (op.IsLive || op.End > end)
                continue; // it went on, and ends later
            if (before != long.MaxValue && op.Parent == 0 && ((op.Has(OperationFlags.Relayed) && op.References > 0) || loops.IsUndecided(op) || blocks.IsUndecided(op)))
            {
                life.Grace.Enqueue(ended, Math.Max(now, before)); // who awaited what stands for it has not gone on yet, or its loop or block has not ended
                continue;
            }

            if (!WaitsForItsEntry(slot))
                ChooseParent(slot);
            ids.Unmap(slot);
            graph.LetGoOfAntecedent(slot);
            store.FreeIfDone(slot);
            DecideOrphans();
        }
    }

    /// <summary>Whether an operation began where no other ran, in an entry that has not stopped: it will be shown under the entry's owner.</summary>
    private bool WaitsForItsEntry(int slot)
    {
        ref Operation op = ref store[slot];
        return op.Has(OperationFlags.Pending) && op.Spawner.Slot == 0;
    }

    /// <summary>Whether somebody continued after it, and not a thread that only waited for its end.</summary>
    private static bool IsAwaited(in Operation op) => op.Has(OperationFlags.Worker) || (op.Has(OperationFlags.HadBracket) && !op.Has(OperationFlags.BlockedOutside));

    /// <summary>Whether an operation ended after its spawner.</summary>
    public static bool Outlived(in Operation op, in Operation spawner) =>
        spawner.End != 0 && (op.End > spawner.End || (op.End == spawner.End && unchecked(op.EndOrder - spawner.EndOrder) > 0));

    /// <summary>Decides what lost its parent before it was charged.</summary>
    public void DecideOrphans()
    {
        while (store.Orphans.TryDequeue(out OperationRef orphan))
        {
            int slot = store.Find(orphan);
            if (slot == 0)
                continue;
            ref Operation op = ref store[slot];
            if (op.TaskId == 0 || op.IsLive || op.Parent != 0 || op.Has(OperationFlags.Pending))
                continue;
            if (store.Entries.IsInOpen(op) && !op.Has(OperationFlags.Detached))
            {
                undecided.Add(slot);
                continue;
            }

            ChooseParent(slot);
            store.FreeIfDone(slot);
        }
    }

    /// <summary>An ended operation that nobody awaited: shown under its spawner, or a root of its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void ChooseParent(int slot)
    {
        ref Operation op = ref store[slot];
        if (!op.HasCode || op.Parent != 0 || op.Has(OperationFlags.Charged) || op.Has(OperationFlags.Ignored))
            return;
        undecided.Remove(slot);
        if (IsAwaited(op))
            op.Flags |= OperationFlags.AwaiterUnknown;
        int known = store.Find(op.Spawner);
        bool outlivedEntry = op.Entry != 0 && store.Entries[op.Entry] is { Stop: not 0 } entry && op.End > entry.Stop;
        if (known != 0 && !outlivedEntry && !op.Has(OperationFlags.Detached))
        {
            ref Operation spawner = ref store[known];
            if (!Outlived(op, spawner) && !spawner.Has(OperationFlags.Charged) && !spawner.Has(OperationFlags.Ignored) && !graph.WouldCycle(known, slot))
            {
                ShowUnder(known, slot);
                return;
            }
        }

        bool detached = op.Has(OperationFlags.Detached) || op.Spawner.Slot != 0 || outlivedEntry;
        if (detached)
            op.Flags |= OperationFlags.Detached;
        ChargeRoot(slot, detached ? RootKind.Detached : RootKind.Operation);
    }

    /// <summary>Nobody awaited it, or only after it had ended, so it is in nobody's elapsed time.</summary>
    public void ShowUnder(int parent, int slot)
    {
        ref Operation op = ref store[slot];
        op.Flags |= IsAwaited(op) ? OperationFlags.AwaiterUnknown : OperationFlags.NotAwaited;
        store.AddChild(parent, slot);
    }

    /// <summary>Hands an ended root on to be charged.</summary>
    public void ChargeRoot(int slot, RootKind kind)
    {
        ref Operation op = ref store[slot];
        long from = Math.Max(op.Start, op.ChargedTo);
        sink.OnCharge(store, new Charge(kind, slot, from, op.End, op.Entry));
        OperationStore.MarkCharged(ref op, op.End);
    }
}
