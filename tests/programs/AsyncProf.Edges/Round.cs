namespace Edges;

/// <summary>Which run of a pattern it is: in every other one its root operation suspends before it does anything, so that all else begins in a segment of it and not before its first event.</summary>
internal static class Round
{
    [ThreadStatic]
    private static bool s_hops;

    public static bool Hops { get => s_hops; set => s_hops = value; }
}
