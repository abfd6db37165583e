using System.Runtime.InteropServices;
using AsyncProf.Heap.Reading;
using Microsoft.Diagnostics.Runtime;

namespace AsyncProf.Heap.Objects;

/// <summary>Goes over all objects once, in the order of their addresses.</summary>
internal static class HeapWalk
{
    private const int Align = 8, Smallest = 24;

    /// <summary>Tells of each object.</summary>
    /// <param name="image">The heap.</param>
    /// <param name="ranges">The part of it to go over.</param>
    /// <param name="types">The types.</param>
    /// <param name="onObject">Gets the address, the type and the size in bytes.</param>
    /// <returns>How many objects there are, and how many bytes could not be read.</returns>
    public static (long Objects, long Unread) Run(HeapImage image, IEnumerable<MemoryRange> ranges, HeapTypes types, Action<ulong, HeapType, ulong> onObject)
    {
        Dictionary<ulong, ulong> gaps = [];
        foreach (MemoryRange gap in image.Gaps)
            gaps[gap.Start] = gap.End + Smallest;
        long objects = 0, unread = 0;
        foreach (MemoryRange range in ranges.OrderBy(static range => range.Start))
        {
            if (!image.Copies.TryFind(range.Start, out ReadOnlySpan<byte> bytes))
            {
                unread += (long)range.Length;
                continue;
            }

            unread += Math.Max(0, (long)range.Length - bytes.Length);
            unread += Walk(range.Start, bytes[..(int)Math.Min((ulong)bytes.Length, range.Length)], ref objects, gaps, types, onObject);
        }

        return (objects, unread);
    }

    /// <summary>How many bytes an object takes.</summary>
    public static ulong Aligned(ulong size) => Math.Max(Smallest, (size + Align - 1) & ~(ulong)(Align - 1));

    private static long Walk(ulong start, ReadOnlySpan<byte> bytes, ref long objects, Dictionary<ulong, ulong> gaps, HeapTypes types, Action<ulong, HeapType, ulong> onObject)
    {
        ulong lastTable = 0;
        HeapType? type = null;
        int at = 0;
        while (at + Smallest <= bytes.Length)
        {
            ulong address = start + (ulong)at;
            if (gaps.TryGetValue(address, out ulong end) && end > address)
            {
                at += (int)Math.Min(end - address, (ulong)(bytes.Length - at));
                continue;
            }

            ulong table = MemoryMarshal.Read<ulong>(bytes[at..]) & ~7UL;
            if (table != lastTable)
                (lastTable, type) = (table, table == 0 ? null : types.Find(table));
            if (type is null)
                return bytes.Length - at; // no object is where one must be

            objects++;
            ulong size = Aligned(type.SizeOf(bytes[at..]));
            onObject(address, type, size);
            if (size > (ulong)(bytes.Length - at))
                return 0; // the last one
            at += (int)size;
        }

        return 0;
    }
}
