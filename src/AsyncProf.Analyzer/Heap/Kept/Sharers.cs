using System.Numerics;
using System.Text;
using AsyncProf.Heap.Objects;

namespace AsyncProf.Heap.Kept;

/// <summary>
/// How many calls share each shared object, and by which paths. Of calls that await each other the outermost counts. Calls that share in the same way, with all that they await, are followed once; of the
/// others 64 at a time, with a bit each.
/// </summary>
internal sealed class Sharers
{
    private const int Bits = 64;

    private readonly ObjectMap _objects;
    private readonly ObjectReferences _references;
    private readonly HolderTree _tree;
    private readonly KeptLabels _labels;
    private readonly ulong[] _reachedBy;
    private readonly int[] _coveredTo;
    private readonly List<int> _touched = [];
    private readonly Stack<int> _work = new();
    private readonly List<(int Holder, int Times, int First, int Last)> _calls = [];
    private long _stepsLeft;
    private readonly int _firstOpen; // what others share is not the frameworks'

    /// <param name="objects">The objects.</param>
    /// <param name="references">What they refer to.</param>
    /// <param name="tree">The state machines.</param>
    /// <param name="slots">What they captured.</param>
    /// <param name="labels">Whose the objects are.</param>
    /// <param name="entries">Where shared objects are reached from.</param>
    /// <param name="mostSteps">How many objects are looked at, those that several reach several times.</param>
    public Sharers(ObjectMap objects, ObjectReferences references, HolderTree tree, KeptSlots slots, KeptLabels labels, SharedEntries entries, long mostSteps)
    {
        (_objects, _references, _tree, _labels, _stepsLeft) = (objects, references, tree, labels, mostSteps);
        int count = labels.Shared.Count;
        (_reachedBy, _coveredTo, Counts, Paths) = (new ulong[count], new int[count], new int[count], new int[count]);
        Group(entries.All, slots);
        int own = _calls.FindIndex(call => tree.IsFramework(call.Holder));
        own = own < 0 ? _calls.Count : own;
        SpreadAll(0, own, entries.All);
        _firstOpen = labels.SharedByOwn;
        SpreadAll(own, _calls.Count, entries.All);
        IsPartial |= Sets.IsFull;
    }

    /// <summary>For each shared object how many calls share it.</summary>
    public int[] Counts { get; }

    /// <summary>For each shared object the set of their paths.</summary>
    public int[] Paths { get; }

    /// <summary>The sets.</summary>
    public PathSets Sets { get; } = new();

    /// <summary>Whether not all could be counted: there are as many at least.</summary>
    public bool IsPartial { get; private set; }

    /// <summary>Calls with entries, tree by tree; trees that are alike once, with how many there are.</summary>
    private void Group(IReadOnlyList<(int Slot, int Shared)> entries, KeptSlots slots)
    {
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var counted = new List<(int FirstCall, int LastCall, int Times)>();
        var key = new StringBuilder();
        for (int i = 0; i < entries.Count;)
        {
            int root = slots[entries[i].Slot].Holder, firstCall = _calls.Count;
            key.Clear();
            while (i < entries.Count && slots[entries[i].Slot].Holder is var holder && _tree.IsWithin(holder, root))
            {
                int first = i;
                Append(key, holder - root, _tree.End(holder) - root, _tree[holder].Path);
                for (; i < entries.Count && slots[entries[i].Slot].Holder == holder; i++)
                    Append(key, entries[i].Shared);
                Append(key, -1);
                _calls.Add((holder, 1, first, i));
            }

            if (known.TryGetValue(key.ToString(), out int same))
            {
                _calls.RemoveRange(firstCall, _calls.Count - firstCall);
                counted[same] = counted[same] with { Times = counted[same].Times + 1 };
                continue;
            }

            known.Add(key.ToString(), counted.Count);
            counted.Add((firstCall, _calls.Count, 1));
        }

        foreach ((int firstCall, int lastCall, int times) in counted)
        {
            for (int call = firstCall; call < lastCall; call++)
                _calls[call] = _calls[call] with { Times = times };
        }
    }

    private static void Append(StringBuilder key, params ReadOnlySpan<int> values)
    {
        foreach (int value in values)
            key.Append((char)value).Append((char)(value >> 16));
    }

    private void SpreadAll(int first, int last, IReadOnlyList<(int Slot, int Shared)> entries)
    {
        for (; first < last && !IsPartial; first += Bits)
            Spread(first, Math.Min(Bits, last - first), entries);
    }

    private void Spread(int firstCall, int count, IReadOnlyList<(int Slot, int Shared)> entries)
    {
        for (int bit = 0; bit < count; bit++)
        {
            for (int i = _calls[firstCall + bit].First; i < _calls[firstCall + bit].Last; i++)
                Reach(entries[i].Shared, 1UL << bit);
        }

        while (_work.TryPop(out int shared) && --_stepsLeft >= 0)
            Follow(_labels.Shared[shared], _reachedBy[shared]);
        if (_stepsLeft < 0)
            IsPartial = true;
        _work.Clear();
        foreach (int shared in _touched)
            Count(shared, firstCall);
        _touched.Clear();
    }

    private void Reach(int shared, ulong by)
    {
        if (shared < _firstOpen || (_reachedBy[shared] | by) == _reachedBy[shared])
            return;
        if (_reachedBy[shared] == 0)
            _touched.Add(shared);
        _reachedBy[shared] |= by;
        _work.Push(shared);
    }

    private void Follow(ulong address, ulong by)
    {
        if (_objects.Read(address, out ReadOnlySpan<byte> bytes) is not { } type)
            return;
        var walk = new ReferenceWalk(type.References.Value, bytes);
        while (walk.Next(out _, out ulong value))
        {
            if (_labels.SharedOf(value) is var shared and >= 0)
                Reach(shared, by);
        }

        foreach (ulong value in _references.Besides(address, type))
        {
            if (_labels.SharedOf(value) is var shared and >= 0)
                Reach(shared, by);
        }
    }

    private void Count(int shared, int firstCall)
    {
        for (ulong by = _reachedBy[shared]; by != 0; by &= by - 1)
        {
            (int holder, int times, _, _) = _calls[firstCall + BitOperations.TrailingZeroCount(by)];
            if (holder < _coveredTo[shared])
                continue; // one that awaits it reaches it, too
            _coveredTo[shared] = _tree.End(holder);
            Counts[shared] += times;
            Paths[shared] = Sets.With(Paths[shared], _tree[holder].Path);
        }

        _reachedBy[shared] = 0;
    }
}
