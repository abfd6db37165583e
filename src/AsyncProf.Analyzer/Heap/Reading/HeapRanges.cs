using Microsoft.Diagnostics.Runtime;

namespace AsyncProf.Heap.Reading;

/// <summary>Where the objects are that matter here: small ones. Large and frozen ones are arrays and texts.</summary>
internal static class HeapRanges
{
    /// <summary>Where objects lie.</summary>
    public static List<MemoryRange> Of(ClrHeap heap)
    {
        var ranges = new List<MemoryRange>();
        foreach (ClrSegment segment in heap.Segments)
        {
            if (segment.Kind is not (GCSegmentKind.Large or GCSegmentKind.Frozen or GCSegmentKind.Pinned) && segment.ObjectRange is { Length: > 0 } range)
                ranges.Add(range);
        }

        return ranges;
    }

    /// <summary>Where the large objects lie, and those that stay where they are: arrays, which may hold others.</summary>
    public static List<MemoryRange> OfLarge(ClrHeap heap) => [.. heap.Segments.Where(segment => segment.Kind is GCSegmentKind.Large or GCSegmentKind.Pinned).Select(segment => segment.ObjectRange).Where(range => range.Length > 0)];

    /// <summary>How much that is, in bytes.</summary>
    public static long SizeOf(IEnumerable<MemoryRange> ranges) => ranges.Sum(static range => (long)range.Length);
}
