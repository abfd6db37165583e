using AsyncProf.Symbols;

namespace AsyncProf.Testing;

/// <summary>Says of the given names, and no others, that they are async iterators.</summary>
internal sealed class KnownIterators(Func<int, bool>? isIterator = null) : IIteratorLookup
{
    public bool IsIterator(int nameId) => isIterator?.Invoke(nameId) ?? false;
}
