using AsyncProf.Heap.Reading;
using Microsoft.Diagnostics.Runtime;

namespace AsyncProf.Heap.Objects;

/// <summary>Reads objects.</summary>
internal sealed class HeapReader(HeapImage image, HeapTypes types)
{
    private const int PointerSize = 8;

    private readonly IDataReader _reader = image.Runtime.DataTarget.DataReader;

    /// <summary>The type of an object; null for no object.</summary>
    public HeapType? TypeOf(ulong address) => address == 0 || (address & (PointerSize - 1)) != 0 ? null : types.Find(Pointer(address) & ~7UL);

    /// <summary>What is at a place in an object; 0 where the place is none.</summary>
    public ulong Reference(ulong address, int at) => address == 0 || at < 0 ? 0 : Pointer(address + (ulong)at);

    /// <summary>What a field of an object holds; 0 where it has none of that name.</summary>
    public ulong Reference(ulong address, string field) => TypeOf(address) is { } type ? Reference(address, type.At(field)) : 0;

    /// <summary>What is at an address.</summary>
    public ulong Pointer(ulong address) => _reader.Read(address, out ulong value) ? value : 0;

    /// <inheritdoc cref="Pointer"/>
    public int Int(ulong address) => _reader.Read(address, out int value) ? value : 0;

    /// <inheritdoc cref="Pointer"/>
    public byte Byte(ulong address) => _reader.Read(address, out byte value) ? value : (byte)0;

    /// <summary>The first object that another refers to and that can be awaited; 0 where there is none.</summary>
    public ulong AwaiterIn(ulong address) => image.Runtime.Heap.GetObject(address).EnumerateReferences().FirstOrDefault(static kept => kept.Type?.EnumerateInterfaces().Any(IsAwaiter) == true).Address;

    /// <summary>The elements of an array of references, so many at most.</summary>
    public IEnumerable<ulong> Elements(ulong array, int most)
    {
        int count = Math.Min(most, Int(array + PointerSize));
        for (int i = 0; i < count; i++)
            yield return Pointer(array + (2 * PointerSize) + ((ulong)i * PointerSize));
    }

    private static bool IsAwaiter(ClrInterface type) => type.Name is "System.Runtime.CompilerServices.INotifyCompletion" or "System.Runtime.CompilerServices.ICriticalNotifyCompletion";
}
