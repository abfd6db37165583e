namespace AsyncProf.Budgets;

/// <summary>Estimates of what things take on the heap of a 64-bit process, in bytes, with the room that growing tables have to spare.</summary>
internal static class Sizes
{
    /// <summary>A string, with the place of a reference to it in a list.</summary>
    public static long OfText(int characters) => 40 + (2L * characters);

    /// <summary>An entry of a dictionary: links and bucket beside key and value, in a table that is on the average three quarters full.</summary>
    /// <param name="keyAndValue">What key and value take together.</param>
    public static long OfEntry(int keyAndValue) => (keyAndValue + 12) * 4L / 3;

    /// <summary>An item of a list, which is on the average three quarters full.</summary>
    public static long OfItem(int item) => item * 4L / 3;
}
