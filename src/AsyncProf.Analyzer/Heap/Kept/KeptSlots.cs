using System.Collections;
using AsyncProf.Heap.Objects;

namespace AsyncProf.Heap.Kept;

/// <summary>
/// What state machines captured and is not held otherwise: each reference by its name. Those of a state machine stand together, in the order in which they lie, <c>this</c> last: most leads to that, and
/// what two lead to is the first one's. Those of the frameworks' own methods come after all others.
/// </summary>
internal sealed class KeptSlots
{
    private readonly List<(int Holder, int Name, ulong Value)> _slots = [];
    private readonly List<(int Holder, int Name, ulong Value)> _last = [];
    private readonly List<string> _names = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    /// <param name="objects">The objects.</param>
    /// <param name="tree">The state machines.</param>
    /// <param name="captured">What of them is captured.</param>
    /// <param name="live">The objects that can be reached: what nobody reaches keeps nothing.</param>
    /// <param name="held">Those that can be reached without what state machines captured.</param>
    public KeptSlots(ObjectMap objects, HolderTree tree, CapturedFields captured, BitArray live, BitArray held)
    {
        for (int holder = 0; holder < tree.Count; holder++)
        {
            if (!tree.IsFramework(holder))
                Take(holder);
        }

        Own = _slots.Count;
        for (int holder = 0; holder < tree.Count; holder++)
        {
            if (tree.IsFramework(holder))
                Take(holder);
        }

        void Take(int holder)
        {
            ulong machine = tree[holder].Machine;
            if (objects.NumberOf(machine) is not (var number and >= 0) || !live[number] || objects.Read(machine, out ReadOnlySpan<byte> bytes) is not { } type)
                return;
            var walk = new ReferenceWalk(type.References.Value, bytes);
            while (walk.Next(out int at, out ulong value))
            {
                if (objects.NumberOf(value) is var kept and >= 0 && !held[kept] && captured.NameAt(machine, type, bytes, at, value) is { } name)
                    (name == CapturedNames.This ? _last : _slots).Add((holder, Intern(name), value));
            }

            _slots.AddRange(_last);
            _last.Clear();
        }
    }

    /// <summary>How many there are.</summary>
    public int Count => _slots.Count;

    /// <summary>How many of them are no framework's: these are the first.</summary>
    public int Own { get; }

    /// <summary>The state machine, the number of the name, and the object of one.</summary>
    public (int Holder, int Name, ulong Value) this[int slot] => _slots[slot];

    /// <summary>A name by its number.</summary>
    public string NameOf(int name) => _names[name];

    private int Intern(string name)
    {
        if (_numbers.TryGetValue(name, out int number))
            return number;
        _numbers.Add(name, number = _names.Count);
        _names.Add(name);
        return number;
    }
}
