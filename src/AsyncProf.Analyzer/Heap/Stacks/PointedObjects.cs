using Microsoft.Diagnostics.Runtime;

namespace AsyncProf.Heap.Stacks;

/// <summary>The objects that words point at, or into: a reference to a field or an element holds the object as one to it does.</summary>
internal static class PointedObjects
{
    /// <summary>Finds them.</summary>
    /// <param name="objects">All objects.</param>
    /// <param name="words">What may be addresses.</param>
    public static IEnumerable<ulong> Find(IEnumerable<ClrObject> objects, IEnumerable<ulong> words)
    {
        ulong[] sorted = [.. words.Order()];
        foreach (ClrObject value in objects)
        {
            int first = Array.BinarySearch(sorted, value.Address);
            first = first < 0 ? ~first : first;
            if (first < sorted.Length && sorted[first] - value.Address < value.Size)
                yield return value.Address;
        }
    }
}
