using System.Runtime.CompilerServices;

namespace AsyncProf.Stitching;

/// <content>Who is a root, and when roots are charged and forgotten.</content>
internal sealed partial class Stitcher
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ExpireGrace(long before)
    {
        while (_grace.Count > 0 && _grace.OldestEnd < before)
        {
            (int slot, int serial) = _grace.Dequeue();
            if (!_store.IsSame(slot, serial))
                continue;
            if (before != long.MaxValue && _store[slot] is { Parent: 0, References: > 0 } op && op.Has(OperationFlags.Relayed))
            {
                _grace.Enqueue(slot, serial, Math.Max(_now, before)); // who awaited what stands for it has not gone on yet
                continue;
            }

            if (!WaitsForItsEntry(slot))
                Decide(slot);
            UnmapSlot(slot);
            LetGoOfAntecedent(slot);
            _store.FreeIfDone(slot);
            DecideOrphans();
        }
    }

    /// <summary>Whether an operation began where no other ran, in an entry that has not stopped: it will be shown under the entry's owner.</summary>
    private bool WaitsForItsEntry(int slot)
    {
        ref Operation op = ref _store[slot];
        return op.Has(OperationFlags.Pending) && op.Spawner == 0;
    }

    /// <summary>Whether an operation ended after its spawner.</summary>
    private static bool Outlived(in Operation op, in Operation spawner) =>
        spawner.End != 0 && (op.End > spawner.End || (op.End == spawner.End && unchecked(op.EndOrder - spawner.EndOrder) > 0));

    /// <summary>A continuation that nobody awaits says nothing about what it continues; a queue of them would hold its whole past.</summary>
    private void LetGoOfAntecedent(int slot)
    {
        ref Operation op = ref _store[slot];
        if (op.Parent != 0 || Antecedent(op) is not (var antecedent and not 0))
            return;
        op.Link = 0;
        _store.Drop(antecedent);
    }

    private void DecideOrphans()
    {
        while (_store.Orphans.TryDequeue(out (int Slot, int Serial) orphan))
        {
            if (!_store.IsSame(orphan.Slot, orphan.Serial))
                continue;
            ref Operation op = ref _store[orphan.Slot];
            if (op.TaskId == 0 || op.IsLive || op.Parent != 0 || op.Has(OperationFlags.Pending))
                continue;
            if (_store.IsInOpenEntry(op) && !op.Has(OperationFlags.Detached))
            {
                Pend(orphan.Slot);
                continue;
            }

            Decide(orphan.Slot);
            _store.FreeIfDone(orphan.Slot);
        }
    }

    /// <summary>An ended operation that nobody awaited: shown under its spawner, or a root of its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Decide(int slot)
    {
        ref Operation op = ref _store[slot];
        if (!op.HasCode || op.Parent != 0 || op.Has(OperationFlags.Charged) || op.Has(OperationFlags.Ignored))
            return;
        Unpend(slot);
        if (op.Has(OperationFlags.HadBracket))
            op.Flags |= OperationFlags.AwaiterUnknown;
        bool spawnerKnown = _store.IsSame(op.Spawner, op.SpawnerSerial);
        bool outlivedEntry = op.Entry != 0 && _store.Entries[op.Entry] is { Stop: not 0 } entry && op.End > entry.Stop;
        if (spawnerKnown && !outlivedEntry && !op.Has(OperationFlags.Detached))
        {
            ref Operation spawner = ref _store[op.Spawner];
            if (!Outlived(op, spawner) && !spawner.Has(OperationFlags.Charged) && !spawner.Has(OperationFlags.Ignored) && !WouldCycle(op.Spawner, slot))
            {
                ShowUnder(op.Spawner, slot);
                return;
            }
        }

        bool detached = op.Has(OperationFlags.Detached) || op.Spawner != 0 || outlivedEntry;
        if (detached)
            op.Flags |= OperationFlags.Detached;
        ChargeRoot(slot, detached ? RootKind.Detached : RootKind.Operation);
    }

    /// <summary>Nobody awaited it, or only after it had ended, so it is in nobody's elapsed time.</summary>
    private void ShowUnder(int parent, int slot)
    {
        ref Operation op = ref _store[slot];
        op.Flags |= op.Has(OperationFlags.HadBracket) ? OperationFlags.AwaiterUnknown : OperationFlags.NotAwaited;
        _store.AddChild(parent, slot);
    }

    private void ChargeRoot(int slot, RootKind kind)
    {
        ref Operation op = ref _store[slot];
        long from = Math.Max(op.Start, op.ChargedTo);
        _sink.OnCharge(_store, new Charge(kind, slot, from, op.End, op.Entry));
        op.Flags |= OperationFlags.Charged;
        op.ChargedTo = op.End;
    }

    /// <remarks>What has begun at this very moment is left alone, or who awaits it might only be told by the next event.</remarks>
    private void ChargeOpenRoots(long now, bool withOpenEntries)
    {
        var open = new List<int>();
        for (int slot = 1; slot < _store.Operations.Top; slot++)
        {
            ref Operation op = ref _store[slot];
            if (op.TaskId != 0 && op.IsLive && op.HasCode && op.Kind != OperationKind.Prefix && !op.Has(OperationFlags.Ignored) && IsTop(slot)
                && (withOpenEntries || (!_store.IsInOpenEntry(op) && op.Start < now)))
            {
                open.Add(slot);
            }
        }

        // First charge all, then forget: an operation that two roots await is walked by both.
        foreach (int slot in open)
        {
            ref Operation op = ref _store[slot];
            long from = Math.Max(op.Start, op.ChargedTo);
            _sink.OnCharge(_store, new Charge(RootKind.Open, slot, Math.Min(from, now), now, op.Entry) { WithOpenEntries = withOpenEntries });
        }

        foreach (int slot in open)
            Forget(slot, now, withOpenEntries);
    }

    /// <summary>The recording ends: a join that nobody has awaited is no parent of its children.</summary>
    private void ForgetIdleJoins()
    {
        for (int slot = 1; slot < _store.Operations.Top; slot++)
        {
            if (_store[slot] is not { Kind: OperationKind.Join or OperationKind.Unwrap, Parent: 0 } join || join.TaskId == 0)
                continue;
            for (int child = join.FirstChild; child != 0;)
            {
                int next = _store[child].NextSibling;
                _store.RemoveChild(child);
                if (_store[child] is { IsLive: false, HasCode: true })
                    Decide(child);
                _store.Drop(child);
                child = next;
            }
        }

        DecideOrphans();
    }

    /// <summary>Whether only joins that nobody awaits, or the prefix of an entry, stand above an operation.</summary>
    private bool IsTop(int slot)
    {
        int parent = _store[slot].Parent;
        while (parent != 0 && (!_store[parent].HasCode || _store[parent].Kind == OperationKind.Prefix))
            parent = _store[parent].Parent;
        return parent == 0;
    }

    /// <summary>Whether an ended operation has nothing left to charge.</summary>
    private static bool IsDoneWith(in Operation op) => !op.IsLive && (!op.HasCode || op.Has(OperationFlags.Charged));

    /// <summary>Drops what has been charged of an open tree: ended children, and timelines up to now.</summary>
    private void Forget(int root, long now, bool withOpenEntries)
    {
        long keptSince = KeptSince;
        var work = new Stack<int>();
        work.Push(root);
        while (work.TryPop(out int slot))
        {
            ref Operation op = ref _store[slot];
            bool keep = op.OpenEntry != 0 && !withOpenEntries;
            long before = keep ? Math.Min(now, _store.OpenSince(op)) : now;
            for (int child = op.FirstChild; child != 0;)
            {
                int next = _store[child].NextSibling;
                ref Operation c = ref _store[child];
                if ((keep && c.Start >= before) || (!withOpenEntries && _store.IsInOpenEntry(c)))
                {
                    child = next; // it belongs to a request that has not stopped
                    continue;
                }

                if (c.IsLive)
                    work.Push(child);
                else if (IsDoneWith(c) && (!c.HasCode || c.End < keptSince))
                    _store.DropChild(child);

                child = next;
            }

            if (op.HasCode)
            {
                _store.Trim(slot, Math.Min(before, keptSince));
                op.ChargedTo = Math.Max(op.ChargedTo, before);
            }
        }

        DecideOrphans();
    }
}
