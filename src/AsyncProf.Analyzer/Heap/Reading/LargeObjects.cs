using System.Runtime.InteropServices;
using Microsoft.Diagnostics.Runtime;

namespace AsyncProf.Heap.Reading;

/// <summary>
/// Large objects, and those that stay where they are, have no room that is a thread's own: where one is being made there is memory without a type, for as long as it takes to clear it, and what
/// lies behind it in the same stretch cannot be found.
/// </summary>
internal static class LargeObjects
{
    private const int Align = 8, CountAt = 8, Smallest = 24;

    /// <summary>Whether none is being made.</summary>
    /// <param name="runtime">The runtime.</param>
    /// <param name="copies">What has been copied.</param>
    /// <param name="ranges">Where such objects lie.</param>
    public static bool AreWhole(ClrRuntime runtime, MemoryCopies copies, IEnumerable<MemoryRange> ranges)
    {
        var sizes = new Dictionary<ulong, (ulong Size, ulong Element)>();
        return ranges.All(range => IsWhole(runtime, copies.At(range.Start).Bytes, sizes));
    }

    private static bool IsWhole(ClrRuntime runtime, ReadOnlySpan<byte> bytes, Dictionary<ulong, (ulong Size, ulong Element)> sizes)
    {
        int at = 0;
        while (at + Smallest <= bytes.Length)
        {
            ulong table = MemoryMarshal.Read<ulong>(bytes[at..]) & ~7UL;
            if (!sizes.TryGetValue(table, out (ulong Size, ulong Element) type))
            {
                if (table == 0 || runtime.GetTypeByMethodTable(table) is not { } found)
                    return false;
                ulong text = found.IsString ? (ulong)found.ComponentSize : 0; // it has an element more than it says
                sizes.Add(table, type = ((ulong)found.StaticSize + text, (ulong)found.ComponentSize));
            }

            ulong size = type.Size + (type.Element == 0 ? 0 : MemoryMarshal.Read<uint>(bytes[(at + CountAt)..]) * type.Element);
            size = Math.Max(Smallest, (size + Align - 1) & ~(ulong)(Align - 1));
            if (size >= (ulong)(bytes.Length - at))
                return true;
            at += (int)size;
        }

        return true;
    }
}
