using System.Globalization;

namespace AsyncProf.Fuzzing;

/// <summary>What came of a run.</summary>
/// <param name="Name">What was run.</param>
/// <param name="Seed">The seed of the run.</param>
/// <param name="Inputs">How many inputs there were.</param>
/// <param name="Refused">How many of them were refused as bad input.</param>
/// <param name="Failures">Those that failed.</param>
/// <param name="LargestHeap">The largest heap that was seen, garbage included, in bytes.</param>
/// <param name="Time">How long it took.</param>
internal sealed record FuzzResult(string Name, int Seed, int Inputs, int Refused, IReadOnlyList<FuzzFailure> Failures, long LargestHeap, TimeSpan Time)
{
    /// <summary>The head of a table of such rows.</summary>
    public static string Head => "| kind | seed | inputs | refused | crashes | hangs over 5 s | over the budget | largest heap | time |\n|---|---|---|---|---|---|---|---|---|";

    /// <summary>A row of the table.</summary>
    public string Row => string.Create(
        CultureInfo.InvariantCulture,
        $"| {Name} | {Seed} | {Inputs:N0} | {Refused:N0} | {Count(FuzzFailureKind.Crash)} | {Count(FuzzFailureKind.Hang)} | {Count(FuzzFailureKind.Memory)} | {LargestHeap >> 20} MiB | {Time.TotalSeconds:N0} s |");

    private int Count(FuzzFailureKind kind) => Failures.Count(failure => failure.Kind == kind);
}
