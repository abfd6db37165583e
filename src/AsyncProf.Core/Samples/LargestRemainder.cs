namespace AsyncProf.Samples;

/// <summary>Divides a time in proportion to counts so that the parts are the whole: each gets what it is surely due, and what is left goes to those who lost most by rounding.</summary>
internal static class LargestRemainder
{
    /// <summary>The parts, in order of the counts.</summary>
    /// <param name="time">What is divided; not negative.</param>
    /// <param name="counts">In proportion to these; none is negative, and one is more than 0.</param>
    public static long[] Divide(long time, IReadOnlyList<long> counts)
    {
        Int128 all = 0;
        foreach (long count in counts)
            all += count;
        var parts = new long[counts.Count];
        var remainders = new (Int128 Left, int Index)[counts.Count];
        long given = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            Int128 due = (Int128)time * counts[i];
            given += parts[i] = (long)(due / all);
            remainders[i] = (-(due % all), i);
        }

        Array.Sort(remainders);
        for (int i = 0; given < time; i++, given++)
            parts[remainders[i].Index]++;
        return parts;
    }
}
