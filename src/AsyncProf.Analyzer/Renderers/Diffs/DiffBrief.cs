using AsyncProf.Diffing;

namespace AsyncProf.Renderers.Diffs;

/// <summary>A comparison in few lines for agents and scripts, in the form of <see cref="BriefText"/>: the verdict, in what the sides are not alike, the roots, and why those changed that did.</summary>
internal static class DiffBrief
{
    private const int Issues = 6, Roots = 12, Methods = 16, Commands = 3;

    private const int IssueBytes = 1200, RootBytes = 2200, MethodBytes = 3200, CommandBytes = 900;

    private const int SentenceBytes = 200;

    /// <summary>Writes the brief: never more lines and bytes than <see cref="BriefWriter"/> says.</summary>
    /// <param name="diff">The comparison.</param>
    /// <param name="commands">What to ask next.</param>
    public static string Write(ProfileDiff diff, IReadOnlyList<string> commands)
    {
        var brief = new BriefWriter("diff");
        brief.Line(new BriefLine("verdict").Word("is", Kebab(diff.Verdict.ToString())).Word("measure", diff.Options.Measure.ToString()).Count("tested", diff.Tested)
            .Count("base_runs", diff.Base.Runs.Count).Count("head_runs", diff.Head.Runs.Count).Count("runs_needed", diff.RunsNeeded).Number("smallest_p", diff.SmallestP, "0.######").Text("says", DiffSentences.Verdict(diff), SentenceBytes));
        brief.Rows("issue", diff.Issues, Issues, IssueBytes, issue => new BriefLine("issue").Text("id", issue.Id).Word("breaks", issue.Breaks ? "yes" : "no").Text("says", issue.Text, SentenceBytes).ToString());
        brief.Rows("root", [.. DiffRows.Roots(diff)], Roots, RootBytes, root => Changed("root", root.Decision, root.Presence, root.Measure, root.Base, root.Head, root.Elapsed, root.AdjustedP)
            .Text("name", root.Key.Name).ToString());
        brief.Rows("method", [.. DiffRows.Detailed(diff).SelectMany(root => DiffRows.Methods(root, Methods).Shown, (root, method) => (Root: root, Method: method))], Methods, MethodBytes, pair => Changed(
                "method", pair.Method.Decision, pair.Method.Presence, pair.Root.Measure, pair.Method.Base, pair.Method.Head, pair.Method.Self, pair.Method.AdjustedP)
            .Text("name", pair.Method.Key.Name).Text("root", pair.Root.Key.Name, 60).Text("says", DiffRows.IsExplained(pair.Method, pair.Root) ? DiffSentences.Of(pair.Method, pair.Root) : "", SentenceBytes).ToString());
        brief.Commands(commands, Commands, CommandBytes);
        return brief.ToString();
    }

    /// <summary>What each root took, or took in a method: means over runs; and how sure it is that they differ.</summary>
    private static BriefLine Changed(string kind, Decision decision, Presence presence, DiffMeasure measure, MeanByState from, MeanByState to, MeasureChange? change, double? adjustedP)
    {
        (string unit, double divisor) = measure == DiffMeasure.Allocated ? ("bytes", 1) : ("ms", 1e6);
        return new BriefLine(kind).Word("is", Kebab(decision.ToString())).Word("in", presence.ToString()).Number("base_" + unit, from.Total / divisor, "0.000").Number("head_" + unit, to.Total / divisor, "0.000")
            .Number("ratio", change?.Ratio).Number("low_" + unit, change?.Shift.Low / divisor, "0.000").Number("high_" + unit, change?.Shift.High / divisor, "0.000").Number("adjusted_p", adjustedP, "0.######");
    }

    /// <summary>A name of ours as a word: <c>no-regression</c>.</summary>
    private static string Kebab(string name) => string.Concat(name.Select((letter, i) => i > 0 && char.IsUpper(letter) ? "-" + letter : letter.ToString()));
}
