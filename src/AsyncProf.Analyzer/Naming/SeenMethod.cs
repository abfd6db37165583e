using AsyncProf.Symbols;

namespace AsyncProf.Naming;

/// <summary>Who was seen at a place of the call tree.</summary>
/// <param name="Method">The method; the default where none was seen.</param>
/// <param name="Sightings">How often it was.</param>
/// <param name="IsMixed">Whether others were seen there too.</param>
internal readonly record struct SeenMethod(MethodId Method, int Sightings, bool IsMixed)
{
    /// <summary>From so many on, a place that has only ever shown one method is believed to be that one's.</summary>
    private const int Enough = 3;

    /// <summary>The method that every call of the place is taken for; the default where there is none.</summary>
    public MethodId Decided => IsMixed || Sightings < Enough ? default : Method;

    public static SeenMethod operator +(SeenMethod left, SeenMethod right) =>
        left.Sightings == 0 ? right : right.Sightings == 0 ? left
        : new SeenMethod(left.Method, left.Sightings + right.Sightings, left.IsMixed || right.IsMixed || left.Method != right.Method);
}
