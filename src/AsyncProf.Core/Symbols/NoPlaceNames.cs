namespace AsyncProf.Symbols;

/// <summary>No place is known.</summary>
internal sealed class NoPlaceNames : IPlaceNames
{
    public int NameOf(int place) => 0;
}
