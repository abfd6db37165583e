using System.Runtime.InteropServices;

namespace AsyncProf.Heap.Objects;

/// <summary>What has to be known of a type to walk over its objects, and to read those that wait. Places are from the object's address on, in bytes; -1 is none.</summary>
internal sealed class HeapType
{
    /// <summary>The type's name.</summary>
    public required string Name { get; init; }

    /// <summary>The size without elements.</summary>
    public required uint Size { get; init; }

    /// <summary>The size of an element; 0 for what has none.</summary>
    public uint ElementSize { get; init; }

    /// <summary>Whether it is a text, which has an element more than it says.</summary>
    public bool IsText { get; init; }

    /// <summary>Whether it is room that no object takes.</summary>
    public bool IsFree { get; init; }

    /// <summary>Where its objects hold references; null for nowhere.</summary>
    public required Lazy<ReferenceMap?> References { get; init; }

    /// <summary>Of a type that can be unloaded, the handle of what holds it: each of its objects does. Else 0.</summary>
    public ulong LoaderHandle { get; init; }

    /// <summary>What it is to those who wait.</summary>
    public HeapKind Kind { get; init; }

    /// <summary>In a box, where the state machine is, or the reference to it.</summary>
    public int MachineAt { get; init; } = -1;

    /// <summary>Whether there is a reference to the state machine.</summary>
    public bool IsMachineApart { get; init; }

    /// <summary>The state machine of a box; of one apart it is known by its object's own type.</summary>
    public MachineShape? Machine { get; init; }

    /// <summary>In a pooled box, where its continuation and the state for that are, and whether it has completed.</summary>
    public (int Continuation, int State, int IsCompleted) Source { get; init; } = (-1, -1, -1);

    /// <summary>All fields by their names, of base types too; for what is seldom read.</summary>
    public required Lazy<IReadOnlyDictionary<string, int>> Fields { get; init; }

    /// <summary>The size of an object of the type, in bytes.</summary>
    /// <param name="bytes">The object's first bytes.</param>
    public ulong SizeOf(ReadOnlySpan<byte> bytes)
    {
        const int CountAt = 8;
        return ElementSize == 0 ? Size : Size + ((MemoryMarshal.Read<uint>(bytes[CountAt..]) + (IsText ? 1UL : 0)) * ElementSize);
    }

    /// <summary>Where a field is.</summary>
    public int At(string field) => Fields.Value.GetValueOrDefault(field, -1);
}
