using System.Globalization;
using Edges.Judging;

namespace AsyncProf.EndToEnd.Tests.Recording;

/// <summary>What of a pattern a report has to know.</summary>
internal static class EdgesBounds
{
    /// <summary>A thread may begin late, and the code of a method is made before its first event.</summary>
    private const double LeastWall = 0.85, LateNs = 15e6;

    /// <summary>What is not told of methods that the runtime suspends: see docs/runtimes.md.</summary>
    private static readonly string[] UntoldOfRuntimeAsync =
    [
        "BlockChain", "BlockBounded", "BlockLambdas", // who posts to a dataflow block, and awaits its completion, which no event names
        "EachOfThree", "EachHandled", "EachOfList", "EachWithLoser", "EachWithIgnored", // what completes in Task.WhenEach
        "Lazily", "TwinWaits", // the second awaiter of a task
        "WaitTooLong", "WaitCancel", "WaitGiveUp", "WaitAllTooLong", "WaitAllCancel", "WaitAnyTooLong", // what a WaitAsync that gave up was called on
        "RawCancel", // a bare callback looks like a pooled method
    ];

    /// <summary>What is not always told of state machines on .NET 11: there Task.WhenEach goes on by ways of its own.</summary>
    private static readonly string[] UntoldOnEleven = ["EachOfThree", "EachHandled", "EachOfList", "EachWithLoser", "EachWithIgnored"];

    /// <summary>The same without an agent: there a method that only passes a task on is a call, and nothing tells what it waits for.</summary>
    private static readonly string[] UntoldWithoutAgent = ["Gate"];

    /// <summary>What is wrong, in a sentence with all details; null where nothing is. What cannot be told may be missing, but nothing may be made up.</summary>
    /// <param name="verdict">What a report knows of a pattern.</param>
    /// <param name="framework">What the program ran on.</param>
    /// <param name="hasAgent">Whether an agent recorded it.</param>
    public static string? FaultOf(Verdict verdict, string framework, bool hasAgent)
    {
        double measured = verdict.MeasuredNs * LeastWall - verdict.Rounds * LateNs;
        bool isTellable = verdict.Pattern.IsTellable && !(framework == EdgesRecordings.RuntimeAsync && IsUntold(verdict.Pattern.Name, hasAgent)) && !(framework == EdgesRecordings.Eleven && UntoldOnEleven.Contains(verdict.Pattern.Name));
        string? fault =
            verdict.Wrong > verdict.Pattern.MaxWrong * verdict.Rounds ? Text($"{verdict.Wrong} edges are wrong")
            : isTellable && verdict.Missing > 0 ? Text($"{verdict.Missing} of {verdict.Expected} edges are missing")
            : isTellable && verdict.Unknown > verdict.Pattern.MostUnknown ? Text($"{verdict.Unknown:0.0%} of its time is unknown")
            : verdict.WallNs > verdict.MeasuredNs * 1.02 || verdict.WallNs < measured ? Text($"its calls took {verdict.MeasuredNs / 1e6:0.0} ms, not {verdict.WallNs / 1e6:0.0}")
            : null;
        return fault is null ? null : $"{verdict.Pattern.Name}: {fault}.\n{string.Join('\n', verdict.Faults)}";
    }

    private static bool IsUntold(string pattern, bool hasAgent) => UntoldOfRuntimeAsync.Contains(pattern) || (!hasAgent && UntoldWithoutAgent.Contains(pattern));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
