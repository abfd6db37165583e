namespace AsyncProf.Cli.Runs;

/// <summary>How often a command runs.</summary>
/// <param name="Runs">Runs that are kept.</param>
/// <param name="Warmup">Runs before them that are thrown away.</param>
internal sealed record RunCount(int Runs, int Warmup)
{
    /// <summary>More would not be more exact, but take hours.</summary>
    public const int Most = 50;
}
