namespace AsyncProf.Spans;

/// <summary>Numbers as the objects that attributes are: those that come again and again are made once.</summary>
internal static class TagValues
{
    /// <summary>Counts are mostly below ten, lines below a thousand.</summary>
    private const int Kept = 1024;

    private static readonly object?[] Numbers = new object?[Kept];
    private static readonly object Zero = 0.0;

    /// <summary>A count or a line.</summary>
    public static object Of(int number) => (uint)number < Kept ? Numbers[number] ??= number : number;

    /// <summary>Seconds; many are none at all.</summary>
    public static object Of(double seconds) => seconds == 0 ? Zero : seconds;
}
