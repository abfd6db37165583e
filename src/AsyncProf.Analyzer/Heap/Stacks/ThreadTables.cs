using Microsoft.Diagnostics.Runtime;

namespace AsyncProf.Heap.Stacks;

/// <summary>
/// What may hold the thread-static fields of a thread. Since .NET 9 that is an <c>object[]</c> which the thread alone holds, in memory that is no handle and that no debugger's list of roots names
/// (coreclr, threadstatics.cpp). Nothing tells such a table from an array that was dropped, so every array that no object refers to is taken for one: that can lose a proof, and never invents one.
/// </summary>
internal static class ThreadTables
{
    /// <summary>Finds them.</summary>
    /// <param name="objects">The objects whose references have not been followed; they are gone over twice.</param>
    public static HashSet<ulong> Find(IEnumerable<ClrObject> objects)
    {
        var tables = new HashSet<ulong>();
        foreach (ClrObject value in objects)
        {
            if (value.Type is { IsArray: true, ComponentType.Name: "System.Object" })
                tables.Add(value.Address);
        }

        if (tables.Count == 0)
            return tables;
        foreach (ClrObject value in objects)
        {
            foreach (ulong reference in value.EnumerateReferenceAddresses(carefully: true, considerDependantHandles: false))
                tables.Remove(reference);
        }

        return tables;
    }
}
