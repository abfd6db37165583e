using AsyncProf.Heap.Objects;

namespace AsyncProf.Heap.Kept;

/// <summary>Where shared objects are reached from what is not shared: by which slot of which state machine, directly or by what is its own.</summary>
internal sealed class SharedEntries
{
    private readonly List<(int Slot, int Shared)> _entries = [];

    /// <param name="objects">The objects.</param>
    /// <param name="references">What they refer to.</param>
    /// <param name="slots">What state machines captured.</param>
    /// <param name="labels">Whose the objects are.</param>
    public SharedEntries(ObjectMap objects, ObjectReferences references, KeptSlots slots, KeptLabels labels)
    {
        for (int slot = 0; slot < slots.Count; slot++)
            Add(slot, labels.SharedOf(slots[slot].Value));
        foreach (ulong address in labels.Shared.Count == 0 ? [] : objects.Addresses())
        {
            int owner = labels.OwnerOf(objects.NumberOf(address));
            if (owner < 0 || objects.Read(address, out ReadOnlySpan<byte> bytes) is not { } type)
                continue;
            var walk = new ReferenceWalk(type.References.Value, bytes);
            while (walk.Next(out _, out ulong value))
                Add(owner, labels.SharedOf(value));
            foreach (ulong value in references.Besides(address, type))
                Add(owner, labels.SharedOf(value));
        }

        _entries.Sort();
        int count = 0;
        for (int i = 0; i < _entries.Count; i++)
        {
            if (i == 0 || _entries[i] != _entries[count - 1])
                _entries[count++] = _entries[i];
        }

        _entries.RemoveRange(count, _entries.Count - count);
    }

    /// <summary>The slots and the numbers of shared objects that they lead to, each pair once, in the order of the slots: that is also the order of their state machines.</summary>
    public IReadOnlyList<(int Slot, int Shared)> All => _entries;

    private void Add(int slot, int shared)
    {
        if (shared >= 0 && (_entries.Count == 0 || _entries[^1] != (slot, shared)))
            _entries.Add((slot, shared));
    }
}
