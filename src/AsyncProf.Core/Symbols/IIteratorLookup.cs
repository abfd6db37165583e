namespace AsyncProf.Symbols;

/// <summary>Tells async iterators from other async methods; no event does.</summary>
internal interface IIteratorLookup
{
    /// <summary>Whether operations of this name are async iterators.</summary>
    bool IsIterator(int nameId);

    /// <summary>Whether operations of this name, that of the iterator of <c>Task.WhenEach</c>, are that; others may have the name.</summary>
    bool IsWhenEach(int nameId) => IsIterator(nameId);
}
