namespace AsyncProf.Usage;

/// <summary>What the rounds of a trial allocated. The first have to make what the others use, and others of the process may have a part in some.</summary>
internal static class TrialRounds
{
    /// <summary>What more than half of the rounds allocated, to the byte.</summary>
    /// <exception cref="InvalidOperationException">They do not agree.</exception>
    public static long Agreed(ReadOnlySpan<long> rounds)
    {
        foreach (long bytes in rounds)
        {
            if (rounds.Count(bytes) > rounds.Length / 2)
                return bytes;
        }

        throw new InvalidOperationException();
    }
}
