using Microsoft.Diagnostics.Runtime;

namespace AsyncProf.Heap.Reading;

/// <summary>What a program still holds: from here it can reach all that it can do anything with.</summary>
/// <param name="Objects">The addresses of objects in its static and thread-static fields, or held by its runtime.</param>
/// <param name="Finalizable">Those of objects with a finalizer, which may do something yet. Nothing holds them for it.</param>
/// <param name="Words">What its threads may hold: addresses of objects, or within them; null where that cannot be read.</param>
/// <param name="Dependents">Objects that live as long as others do: which, and by whom.</param>
internal sealed record HeapRoots(IReadOnlyCollection<ulong> Objects, IReadOnlyCollection<ulong> Finalizable, IReadOnlyCollection<ulong>? Words, ILookup<ulong, ulong> Dependents)
{
    /// <summary>Reads them while nothing runs.</summary>
    public static HeapRoots Of(ClrRuntime runtime)
    {
        var objects = new HashSet<ulong>();
        foreach (ClrRoot root in runtime.Heap.EnumerateFinalizerRoots())
            objects.Add(root.Object.Address);
        foreach (ClrRoot root in runtime.Heap.EnumerateAdditionalRoots())
            objects.Add(root.Object.Address);
        HashSet<ulong> finalizable = [.. runtime.Heap.EnumerateFinalizableObjects().Select(value => value.Address)];
        var dependents = new List<(ulong By, ulong Object)>();
        foreach (ClrHandle handle in runtime.EnumerateHandles())
        {
            if (handle.HandleKind == ClrHandleKind.Dependent)
                dependents.Add((handle.Object.Address, handle.Dependent.Address));
            else if (handle.IsStrong)
                objects.Add(handle.Object.Address);
        }

        objects.Remove(0);
        return new HeapRoots(objects, finalizable, ThreadWords.Read(runtime), dependents.ToLookup(pair => pair.By, pair => pair.Object));
    }
}
