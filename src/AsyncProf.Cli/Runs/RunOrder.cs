namespace AsyncProf.Cli.Runs;

/// <summary>In which order sides take turns: there and back (base, head, head, base, …), so that a machine that slows down meets all alike.</summary>
internal static class RunOrder
{
    public static IEnumerable<RunStep> Of(IReadOnlyList<RunSide> sides, RunCount count) => [.. Rounds(sides, count.Warmup, isWarmup: true), .. Rounds(sides, count.Runs, isWarmup: false)];

    private static IEnumerable<RunStep> Rounds(IReadOnlyList<RunSide> sides, int rounds, bool isWarmup)
    {
        int position = 0;
        for (int round = 1; round <= rounds; round++)
        {
            foreach (RunSide side in round % 2 == 1 ? sides : sides.Reverse())
                yield return new RunStep(side, isWarmup, round, ++position, rounds * sides.Count);
        }
    }
}
