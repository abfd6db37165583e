using System.Globalization;
using System.Text;
using AsyncProf.Diffing;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Renderers.Diffs;

/// <summary>A comparison as plain text. Lines of what was decided begin with <see cref="Slower"/> or <see cref="Faster"/>.</summary>
internal static class DiffText
{
    /// <summary>How lines of regressions and improvements begin, so that colour is not all that tells them.</summary>
    public const string Slower = "▲ ", Faster = "▼ ";

    private const int Columns = 78, NarrowColumns = 44, Narrow = 110, SentenceIndent = 4;

    /// <summary>Roots, what changed below those that did, what came and went, and how far it can be trusted.</summary>
    /// <param name="diff">The comparison.</param>
    /// <param name="top">How many rows of each list at the most.</param>
    /// <param name="width">How many columns there are.</param>
    public static string Write(ProfileDiff diff, int top, int width)
    {
        var text = new StringBuilder();
        PlainText.Line(text, $"{DiffSentences.Verdict(diff)}");
        PlainText.Line(text, $"base: {Side(diff.Base)}");
        PlainText.Line(text, $"head: {Side(diff.Head)}");
        text.Append('\n');
        Head(text, "root", width);
        foreach (RootChange root in DiffRows.Roots(diff).Take(top))
            Row(text, root.Elapsed, root.Decision, root.Presence, root.AdjustedP, root.Presence == Presence.Added ? root.Head.Total : root.Base.Total, root.Measure, NameText.FitRoute(PlainText.Printable(NameText.Display(root.Key.Name)), width - (width < Narrow ? NarrowColumns : Columns)), width);
        if (DiffRows.Roots(diff).Count() - top is var more and > 0)
            PlainText.Line(text, $"  … {more} more");
        foreach (RootChange root in DiffRows.Detailed(diff).Take(top))
            Details(text, root, top, width);
        IReadOnlyList<(MethodChange Method, RootChange Root)> unmatched = DiffRows.Unmatched(diff);
        if (unmatched.Count + diff.Renames.Count > 0)
            text.Append('\n');
        foreach ((MethodChange method, RootChange root) in unmatched.Take(top))
            Sentence(text, "", PlainText.Printable(DiffSentences.OfUnmatched(method, root)), width);
        if (unmatched.Count - top is var others and > 0)
            PlainText.Line(text, $"  … {others} more methods that one side has");
        foreach (ProbableRename rename in diff.Renames.Take(top))
            Sentence(text, "", PlainText.Printable(DiffSentences.Of(rename)), width);
        foreach (ComparabilityIssue issue in diff.Issues)
            Sentence(text, issue.Breaks ? "warning " : "note ", PlainText.Printable(issue.Text), width);
        return text.ToString();
    }

    private static void Details(StringBuilder text, RootChange root, int top, int width)
    {
        text.Append('\n');
        Sentence(text, "", PlainText.Printable($"{NameText.Display(root.Key.Name)}: {DiffSentences.Of(root)}"), width);
        Head(text, "method, its own time", width);
        (IReadOnlyList<MethodChange> shown, int hidden, double rest) = DiffRows.Methods(root, top);
        foreach (MethodChange method in shown)
        {
            Row(text, method.Self, method.Decision, method.Presence, method.AdjustedP, method.Presence == Presence.Added ? method.Head.Total : method.Base.Total, method.Measure, NameText.Fit(method.Key.Name, width - (width < Narrow ? NarrowColumns : Columns)), width);
            if (DiffRows.IsExplained(method, root))
                Sentence(text, "    ", PlainText.Printable(DiffSentences.Of(method, root)), width);
        }

        if (hidden > 0)
            PlainText.Line(text, $"  … {hidden} more, {DiffNumbers.Change(rest, root.Measure)} together");
        PlainText.Line(text, $"  {DiffSentences.Sum(root)}");
    }

    private static void Head(StringBuilder text, string what, int width) => PlainText.Line(text, width < Narrow
        ? (FormattableString)$"  {"base",9} {"head",9} {"change",9} {"adj. p",8}  {what}"
        : $"  {"base",9} {"head",9} {"change",9} {"95 % interval",21} {"p",7} {"adj. p",7} {"n",5}  {what}");

    private static void Row(StringBuilder text, MeasureChange? change, Decision decision, Presence presence, double? adjusted, double only, DiffMeasure measure, string name, int width)
    {
        string begin = decision switch { Decision.Regression => Slower, Decision.Improvement => Faster, _ => "  " };
        string mark = presence switch { Presence.Added => "  NEW", Presence.Removed => "  REMOVED", _ => "" };
        if (change is null)
        {
            (string before, string after) = presence == Presence.Added ? ("-", DiffNumbers.Amount(only, measure)) : (DiffNumbers.Amount(only, measure), "-");
            PlainText.Line(text, width < Narrow ? (FormattableString)$"{begin}{before,9} {after,9} {"",9} {"-",8}  " : $"{begin}{before,9} {after,9} {"",9} {"-",21} {"-",7} {"-",7} {"-",5}  ", name + mark, width);
            return;
        }

        string size = decision == Decision.Unchanged && change.BaseRuns > 1 && change.HeadRuns > 1 ? "~" : DiffNumbers.Relative(change); // of one run a side all is description
        PlainText.Line(
            text,
            width < Narrow
                ? (FormattableString)$"{begin}{DiffNumbers.Amount(change.Base, measure),9} {DiffNumbers.Amount(change.Head, measure),9} {size,9} {DiffNumbers.P(adjusted),8}  "
                : $"{begin}{DiffNumbers.Amount(change.Base, measure),9} {DiffNumbers.Amount(change.Head, measure),9} {size,9} {DiffNumbers.Interval(change),21} {DiffNumbers.P(change.P),7} {DiffNumbers.P(adjusted),7} {DiffNumbers.Runs(change),5}  ",
            name + mark,
            width);
    }

    private static string Side(DiffSide side) => PlainText.Printable(side.Runs.Count == 1
        ? $"1 run: {side.Runs[0].Name}"
        : string.Create(CultureInfo.InvariantCulture, $"{side.Runs.Count} runs: {side.Runs[0].Name} … {side.Runs[^1].Name}"));

    /// <summary>A sentence over as many lines as it takes, the further ones set in.</summary>
    private static void Sentence(StringBuilder text, string before, string sentence, int width)
    {
        string indent = before.TrimEnd().Length == 0 ? before : "";
        string line = before;
        foreach (string word in sentence.Split(' '))
        {
            if (line.Length + word.Length > width && line.Trim().Length > 0)
            {
                text.Append(line.TrimEnd()).Append('\n');
                line = indent + new string(' ', SentenceIndent);
            }

            line += word + " ";
        }

        text.Append(line.TrimEnd()).Append('\n');
    }
}
