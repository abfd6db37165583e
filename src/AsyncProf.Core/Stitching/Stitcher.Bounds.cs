namespace AsyncProf.Stitching;

/// <content>What is done when there is too much to keep.</content>
internal sealed partial class Stitcher
{
    /// <summary>
    /// Too much is kept. First what is open is charged, which frees what has ended below it; then scopes and the oldest entries are given up, and last
    /// the oldest operations, down to three quarters of the limit, so that it does not happen at every event.
    /// </summary>
    private void Relieve(long now)
    {
        ExpireGrace(now - _graceTicks);
        ChargeOpenRoots(now, withOpenEntries: false);
        if (IsAbove(7, 8) && _views.Count > 0)
        {
            GiveUpViews();
            ChargeOpenRoots(now, withOpenEntries: false);
        }

        while (IsAbove(7, 8) && _store.OpenEntries > 0)
        {
            for (int batch = 1 + (_store.OpenEntries / 4); batch > 0; batch--)
                GiveUpEntry(_store.OldestOpenEntry, now);
            ChargeOpenRoots(now, withOpenEntries: false);
        }

        if (IsAbove(7, 8))
        {
            GiveUpOldest(Math.Max(_store.Operations.Count - (MaximumOperations / 4 * 3), _store.Operations.Count / 4), now);
            ChargeOpenRoots(now, withOpenEntries: false);
        }

        _nextRelief = IsAbove(1, 1) ? Counts.Events + _store.Operations.Count : 0; // what cannot be had now is not asked for at every event
    }

    private bool IsAbove(int share, int of) =>
        _store.Operations.Count > (long)MaximumOperations * share / of || _store.Intervals.Count > (long)MaximumIntervals * share / of;

    /// <summary>
    /// What begins in an entry is kept until the entry stops. One that never does (a socket, a stream) is given up, when it is old or memory runs
    /// short: its operations become open roots like any other.
    /// </summary>
    private void GiveUpEntries(long now, long before)
    {
        while (_store.OldestOpenEntry is var entry and not 0 && (_store.Entries[entry].Start < before || IsAbove(1, 1)))
            GiveUpEntry(entry, now);
    }

    private void GiveUpViews()
    {
        foreach (int view in _views.ToArray())
        {
            Counts.EntriesGivenUp++;
            _entries.Remove(_store.Entries[view].Key);
            DropView(view);
        }
    }

    private void GiveUpEntry(int entry, long now)
    {
        Counts.EntriesGivenUp++;
        _entries.Remove(_store.Entries[entry].Key);
        CloseEntry(entry, now);
    }

    /// <summary>Gives up so many of what has not ended, the oldest first. Should one go on, it will look as if it had begun before the recording.</summary>
    private void GiveUpOldest(int count, long now)
    {
        var open = new List<(long Start, int Slot)>();
        for (int slot = 1; slot < _store.Operations.Top; slot++)
        {
            ref Operation op = ref _store[slot];
            if (op.TaskId != 0 && op.Kind != OperationKind.Prefix && (op.HasCode ? op.IsLive : op.Done == 0))
                open.Add((op.Start, slot));
        }

        open.Sort();
        foreach ((_, int slot) in open.Take(count))
        {
            if (_store[slot].TaskId != 0)
                GiveUp(slot, now);
        }

        DecideOrphans();
    }

    private void GiveUp(int slot, long now)
    {
        ref Operation op = ref _store[slot];
        Counts.GivenUp++;
        op.Flags |= OperationFlags.GivenUp;
        if (op.HasCode)
        {
            End(slot, Events.OperationStatus.None, now);
            if (!op.Has(OperationFlags.Pending))
                Decide(slot);
        }
        else
        {
            op.Done = now; // nobody will say so; who waits for it is told that it was given up
        }

        LetGoOfPartner(slot);
        UnmapSlot(slot);
        _store.FreeIfDone(slot);
    }
}
