using System.Collections;
using AsyncProf.Heap.Objects;

namespace AsyncProf.Heap.Kept;

/// <summary>
/// Whose each object is that state machines keep. What one call reaches, alone or together with calls that it awaits, is its own: it ends after these, so it keeps it for longest. What calls reach of
/// which none awaits all the others is shared. The frameworks' own methods have what no other reaches: the loop of a connection reaches all that a request does, too. Each object becomes somebody's own once at most, and shared once: it takes as long as there are references.
/// </summary>
internal sealed class KeptLabels
{
    private readonly ObjectMap _objects;
    private readonly ObjectReferences _references;
    private readonly HolderTree _tree;
    private readonly KeptSlots _slots;
    private readonly BitArray _held;
    private readonly int[] _labels; // 0 for nobody's, one more than the slot, or as far below zero as its number among the shared
    private readonly List<ulong> _shared = [];
    private readonly Stack<ulong> _work = new();

    /// <param name="objects">The objects.</param>
    /// <param name="references">What they refer to.</param>
    /// <param name="tree">The state machines.</param>
    /// <param name="slots">What they captured.</param>
    /// <param name="held">The objects that are held otherwise.</param>
    public KeptLabels(ObjectMap objects, ObjectReferences references, HolderTree tree, KeptSlots slots, BitArray held)
    {
        (_objects, _references, _tree, _slots, _held, _labels) = (objects, references, tree, slots, held, new int[objects.Count]);
        for (int slot = 0; slot < slots.Count; slot++)
        {
            if (slot == slots.Own)
                SharedByOwn = _shared.Count;
            Meet(slots[slot].Value, slot);
            while (_work.TryPop(out ulong address))
                Follow(address, slot);
        }

        if (slots.Own == slots.Count)
            SharedByOwn = _shared.Count;
    }

    /// <summary>The objects that are shared, by their numbers among these.</summary>
    public IReadOnlyList<ulong> Shared => _shared;

    /// <summary>How many of them are shared by others than the frameworks' own methods: these are the first.</summary>
    public int SharedByOwn { get; }

    /// <summary>The slot whose own an object is; -1 for nobody's and for a shared one.</summary>
    public int OwnerOf(int number) => _labels[number] > 0 ? _labels[number] - 1 : -1;

    /// <summary>The number of an object among the shared; -1 for all others.</summary>
    public int SharedOf(ulong address) => _objects.NumberOf(address) is var number and >= 0 && _labels[number] < 0 ? -_labels[number] - 1 : -1;

    private void Meet(ulong address, int slot)
    {
        if (_objects.NumberOf(address) is not (var number and >= 0) || _held[number] || _labels[number] < 0)
            return;
        if (_labels[number] == 0)
        {
            _labels[number] = slot + 1;
        }
        else
        {
            if (slot >= _slots.Own && _labels[number] <= _slots.Own)
                return;
            if (_tree.IsWithin(_slots[slot].Holder, _slots[_labels[number] - 1].Holder))
                return;
            _shared.Add(address);
            _labels[number] = -_shared.Count;
        }

        _work.Push(address);
    }

    private void Follow(ulong address, int slot)
    {
        if (_objects.Read(address, out ReadOnlySpan<byte> bytes) is not { } type)
            return;
        var walk = new ReferenceWalk(type.References.Value, bytes);
        while (walk.Next(out _, out ulong value))
            Meet(value, slot);
        foreach (ulong value in _references.Besides(address, type))
            Meet(value, slot);
    }
}
