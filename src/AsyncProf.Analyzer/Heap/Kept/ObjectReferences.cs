using AsyncProf.Heap.Objects;
using AsyncProf.Heap.Reading;

namespace AsyncProf.Heap.Kept;

/// <summary>What objects hold besides what their fields and elements refer to.</summary>
/// <param name="reader">Reads the process.</param>
/// <param name="roots">What depends on which objects.</param>
internal sealed class ObjectReferences(HeapReader reader, HeapRoots roots)
{
    private readonly Dictionary<ulong, ulong> _loaders = [];

    /// <summary>What lives as long as an object: what a <c>ConditionalWeakTable</c> attached to it, and its type, if that can be unloaded.</summary>
    public IEnumerable<ulong> Besides(ulong address, HeapType type)
    {
        IEnumerable<ulong> dependents = roots.Dependents[address];
        return type.LoaderHandle == 0 ? dependents : dependents.Append(LoaderOf(type.LoaderHandle));
    }

    private ulong LoaderOf(ulong handle)
    {
        if (!_loaders.TryGetValue(handle, out ulong loader))
            _loaders.Add(handle, loader = reader.Pointer(handle));
        return loader;
    }
}
