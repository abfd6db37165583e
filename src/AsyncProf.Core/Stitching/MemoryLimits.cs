using AsyncProf.Events;
using AsyncProf.Stitching.Entries;
using AsyncProf.Stitching.Operations;
using AsyncProf.Stitching.Records;
using AsyncProf.Stitching.Roots;
using AsyncProf.Stitching.Tpl;

namespace AsyncProf.Stitching;

/// <summary>
/// What is done when there is too much to keep.
/// </summary>
internal sealed class MemoryLimits(
    OperationStore store,
    TaskIds ids,
    AwaitGraph graph,
    OperationLifecycle life,
    PooledMethods pooled,
    RootDecider decider,
    OpenRoots openRoots,
    EntryTracker tracker,
    StitcherLimits limits,
    StitcherCounts counts)
{
    private long _nextRelief;

    /// <summary>Whether it is worth while to do something about too much being kept.</summary>
    public bool IsDue => counts.Events >= _nextRelief;

    /// <summary>
    /// Too much is kept. First what is open is charged, which frees what has ended below it; then scopes and the oldest entries are given up, and last
    /// the oldest operations, down to three quarters of the limit, so that it does not happen at every event.
    /// </summary>
    public void Relieve(long now)
    {
        decider.ExpireGrace(now - limits.GraceTicks, now);
        openRoots.Charge(now, withOpenEntries: false);
        if (IsAbove(7, 8) && store.Entries.Views.Count > 0)
        {
            tracker.GiveUpViews();
            openRoots.Charge(now, withOpenEntries: false);
        }

        while (IsAbove(7, 8) && store.Entries.OpenCount > 0)
        {
            for (int batch = 1 + (store.Entries.OpenCount / 4); batch > 0; batch--)
                tracker.GiveUp(store.Entries.OldestOpen, now);
            openRoots.Charge(now, withOpenEntries: false);
        }

        if (IsAbove(7, 8))
        {
            GiveUpOldest(Math.Max(store.Operations.Count - (limits.MaximumOperations / 4 * 3), store.Operations.Count / 4), now);
            openRoots.Charge(now, withOpenEntries: false);
        }

        _nextRelief = IsAbove(1, 1) ? counts.Events + store.Operations.Count : 0; // what cannot be had now is not asked for at every event
    }

    private bool IsAbove(int share, int of) =>
        store.Operations.Count > (long)limits.MaximumOperations * share / of || store.Intervals.Count > (long)limits.MaximumIntervals * share / of || store.Uses.Count > (long)limits.MaximumIntervals * share / of;

    /// <summary>
    /// What begins in an entry is kept until the entry stops. One that never does (a socket, a stream) is given up, when it is old or memory runs
    /// short: its operations become open roots like any other.
    /// </summary>
    public void GiveUpOldEntries(long now)
    {
        long before = limits.MaximumEntryTicks == long.MaxValue ? long.MinValue : now - limits.MaximumEntryTicks;
        while (store.Entries.OldestOpen is var entry and not 0 && (store.Entries[entry].Start < before || IsAbove(1, 1)))
            tracker.GiveUp(entry, now);
    }

    /// <summary>Gives up so many of what has not ended, the oldest first. Should one go on, it will look as if it had begun before the recording.</summary>
    private void GiveUpOldest(int count, long now)
    {
        var open = new List<(long Start, int Slot)>();
        for (int slot = 1; slot < store.Operations.Top; slot++)
        {
            ref Operation op = ref store[slot];
            if (op.TaskId != 0 && op.Kind != OperationKind.Prefix && (op.HasCode ? op.IsLive : op.Done == 0))
                open.Add((op.Start, slot));
        }

        open.Sort();
        foreach ((_, int slot) in open.Take(count))
        {
            if (store[slot].TaskId != 0)
                GiveUp(slot, now);
        }

        decider.DecideOrphans();
    }

    private void GiveUp(int slot, long now)
    {
        ref Operation op = ref store[slot];
        counts.GivenUp++;
        op.Flags |= OperationFlags.GivenUp;
        if (op.HasCode)
        {
            if (op.Has(OperationFlags.Pooled))
                pooled.Detach(slot);
            life.End(slot, OperationStatus.None, now);
            if (!op.Has(OperationFlags.Pending))
                decider.ChooseParent(slot);
        }
        else
        {
            op.Done = now; // nobody will say so; who waits for it is told that it was given up
        }

        graph.LetGoOfPartner(slot);
        ids.Unmap(slot);
        store.FreeIfDone(slot);
    }
}
