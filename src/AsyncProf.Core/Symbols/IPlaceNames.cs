namespace AsyncProf.Symbols;

/// <summary>Tells which method a place belongs to.</summary>
internal interface IPlaceNames
{
    /// <summary>The name of the operations of the method; 0 where nothing tells.</summary>
    int NameOf(int place);
}
