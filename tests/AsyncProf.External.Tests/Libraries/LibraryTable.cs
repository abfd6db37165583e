using System.Globalization;
using AsyncProf.Profiles;
using AsyncProf.Testing;

namespace AsyncProf.External.Tests.Libraries;

/// <summary>
/// The measures of all programs, one a line. With <c>ASYNCPROF_MEASURE=1</c> it becomes <c>bench/results/Libraries.md</c> at the end.
/// </summary>
public sealed class LibraryTable : IDisposable
{
    private readonly SortedDictionary<string, string> _rows = new(StringComparer.Ordinal);

    /// <summary>Writes it if it is asked for.</summary>
    public void Dispose()
    {
        if (Environment.GetEnvironmentVariable("ASYNCPROF_MEASURE") == "1" && _rows.Count > 0)
            File.WriteAllText(Path.Combine(Repository.Root, "bench", "results", "Libraries.md"), Text());
    }

    /// <summary>Adds a program's line, and gives it.</summary>
    internal string Add(string program, LibraryMeasures measures)
    {
        RecordingInfo recording = measures.Recording;
        return _rows[program] = string.Create(
            CultureInfo.InvariantCulture,
            $"| {program} | {recording.Operations:N0} | {measures.TaskNs / 1e9:0.0} s | {measures.OrphanShare:P2} | {recording.AwaiterUnknown} | {measures.UnknownShare:P2} | {recording.UnknownAwaitShare:P1} | {recording.InferredEdges} | {Worst(measures)} |");
    }

    private static string Worst(LibraryMeasures measures) =>
        LibraryMeasures.Largest(measures.Orphans, measures.TaskNs, 1).Concat(LibraryMeasures.Largest(measures.Unknown, measures.ElapsedNs, 1)).FirstOrDefault()?.Replace("|", "/", StringComparison.Ordinal) ?? "";

    private string Text() => $"""
        # Code that we did not write

        Each program recorded once, from its start to its end, on a 2-core virtual machine. `ASYNCPROF_MEASURE=1 dotnet test tests/AsyncProf.External.Tests --filter LibraryTests`

        *Orphans*: the part of the task time below roots that have an awaiter which is not shown. *Unknown*: the part of the elapsed time in waits of which nothing says what they were for.

        | program | operations | task time | orphans | awaiter unknown | unknown | awaits without an event | inferred edges | the largest of these |
        |---|--:|--:|--:|--:|--:|--:|--:|---|
        {string.Join('\n', _rows.Values)}

        """;
}
