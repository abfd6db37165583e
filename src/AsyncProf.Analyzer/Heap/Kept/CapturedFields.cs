using System.Collections;
using AsyncProf.Heap.Objects;

namespace AsyncProf.Heap.Kept;

/// <summary>What of a state machine's object is its method's own: locals, parameters and <c>this</c>. All else in it serves to suspend the method and to tell others that it has ended.</summary>
internal sealed class CapturedFields
{
    private readonly ObjectMap _objects;
    private readonly HolderTree _tree;
    private readonly BitArray _isHolder;
    private readonly Dictionary<HeapType, HashSet<int>> _named = [];
    private readonly Dictionary<HeapType, string?> _typeNames = [];

    /// <param name="objects">The objects.</param>
    /// <param name="tree">The state machines.</param>
    public CapturedFields(ObjectMap objects, HolderTree tree)
    {
        (_objects, _tree, _isHolder) = (objects, tree, new BitArray(objects.Count));
        for (int holder = 0; holder < tree.Count; holder++)
        {
            if (objects.NumberOf(tree[holder].Machine) is var number and >= 0)
                _isHolder[number] = true;
        }
    }

    /// <summary>Whether an object is that of a state machine that has not ended.</summary>
    public bool IsHolder(int number) => _isHolder[number];

    /// <summary>The name of what lies at a place of a state machine's object; null where it is not the method's own.</summary>
    /// <param name="address">The object.</param>
    /// <param name="type">Its type.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="at">The place.</param>
    /// <param name="value">What is there.</param>
    public string? NameAt(ulong address, HeapType type, ReadOnlySpan<byte> bytes, int at, ulong value)
    {
        if (type.Machine is { } inside)
            return inside.NameAt(at);
        return _objects.MachineOf(bytes) is { } apart ? apart.NameAt(at) : NameInContinuation(address, type, at, value);
    }

    /// <summary>The runtime gives what a method captured no names: it lies where the type has no field.</summary>
    private string? NameInContinuation(ulong address, HeapType type, int at, ulong value)
    {
        if (!_named.TryGetValue(type, out HashSet<int>? named))
            _named.Add(type, named = [.. type.Fields.Value.Values]);
        if (named.Contains(at) || value == _tree[_tree.At(address)].Awaited || _objects.Read(value, out _) is not { } held)
            return null;
        if (!_typeNames.TryGetValue(held, out string? name))
            _typeNames.Add(held, name = IsContext(held.Name) ? null : $"({held.Name})");
        return name;
    }

    private static bool IsContext(string type) => type == "System.Threading.ExecutionContext" || type.EndsWith("SynchronizationContext", StringComparison.Ordinal);
}
