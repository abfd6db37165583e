using System.Globalization;

namespace AsyncProf.Cli.Runs;

/// <summary>One run in its place among the others.</summary>
/// <param name="Side">Whose run it is.</param>
/// <param name="IsWarmup">Whether it is thrown away.</param>
/// <param name="Number">Which of its side's it is, from 1.</param>
/// <param name="Position">Which of all sides' it is, from 1; warm-ups are counted by themselves.</param>
/// <param name="Of">How many there are of all sides.</param>
internal sealed record RunStep(RunSide Side, bool IsWarmup, int Number, int Position, int Of)
{
    /// <summary>As progress tells it.</summary>
    public string Title => string.Create(CultureInfo.InvariantCulture, $"{(IsWarmup ? "warm-up" : "run")} {Position} of {Of}{(Side.Name is null ? "" : $": {Side.Name}")}");
}
