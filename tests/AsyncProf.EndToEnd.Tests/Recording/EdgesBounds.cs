using System.Globalization;
using Edges.Judging;

namespace AsyncProf.EndToEnd.Tests.Recording;

/// <summary>What of a pattern a report has to know.</summary>
internal static class EdgesBounds
{
    /// <summary>A thread may begin late, and the code of a method is made before its first event.</summary>
    private const double LeastWall = 0.85, LateNs = 15e6;

    /// <summary>What is wrong, in a sentence with all details; null where nothing is. What cannot be told may be missing, but nothing may be made up.</summary>
    public static string? FaultOf(Verdict verdict)
    {
        double measured = verdict.MeasuredNs * LeastWall - verdict.Rounds * LateNs;
        bool isTellable = verdict.Pattern.IsTellable;
        string? fault =
            verdict.Wrong > verdict.Pattern.MaxWrong * verdict.Rounds ? Text($"{verdict.Wrong} edges are wrong")
            : isTellable && verdict.Missing > 0 ? Text($"{verdict.Missing} of {verdict.Expected} edges are missing")
            : isTellable && verdict.Unknown > verdict.Pattern.MostUnknown ? Text($"{verdict.Unknown:0.0%} of its time is unknown")
            : verdict.WallNs > verdict.MeasuredNs * 1.02 || verdict.WallNs < measured ? Text($"its calls took {verdict.MeasuredNs / 1e6:0.0} ms, not {verdict.WallNs / 1e6:0.0}")
            : null;
        return fault is null ? null : $"{verdict.Pattern.Name}: {fault}.\n{string.Join('\n', verdict.Faults)}";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
