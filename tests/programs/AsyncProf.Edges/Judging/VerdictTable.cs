using System.Globalization;
using System.Text;

namespace Edges.Judging;

/// <summary>Verdicts for people.</summary>
public static class VerdictTable
{
    /// <summary>A line for each pattern, and what is not as it should be below it; the sums at the end.</summary>
    public static string Of(IReadOnlyList<Verdict> verdicts)
    {
        var text = new StringBuilder();
        text.AppendLine("pattern                  rule       right missing   wrong (at most)  unknown   wall");
        foreach (Verdict verdict in verdicts.OrderBy(verdict => verdict.Pattern.IsHostile))
        {
            Append(text, verdict.Pattern.Name + (verdict.Pattern.IsHostile ? " !" : ""), verdict.Pattern.Rule, verdict.Right, verdict.Missing, verdict.Wrong, verdict.Pattern.MaxWrong * verdict.Rounds);
            text.AppendLine(CultureInfo.InvariantCulture, $"{verdict.Unknown,8:0.0%}{verdict.WallNs / (double)verdict.MeasuredNs,7:0.00}");
            foreach (string fault in verdict.Faults)
                text.AppendLine(CultureInfo.InvariantCulture, $"    {fault}");
        }

        foreach (var kind in verdicts.GroupBy(verdict => verdict.Pattern.IsHostile).OrderBy(kind => kind.Key))
        {
            Append(text, kind.Key ? "all hostile" : "all ordinary", "", kind.Sum(each => each.Right), kind.Sum(each => each.Missing), kind.Sum(each => each.Wrong), kind.Sum(each => each.Pattern.MaxWrong * each.Rounds));
            text.AppendLine();
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string name, string rule, long right, long missing, long wrong, long most) =>
        text.Append(CultureInfo.InvariantCulture, $"{name,-24} {rule,-8}{right,8}{missing,8}{wrong,8} {(most > 0 ? $"({most})" : ""),-10}");
}
