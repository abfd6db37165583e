using System.Globalization;
using System.Text;
using AsyncProf.Findings;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Durations;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Renderers;

/// <summary>Findings as plain text: what, where and how much, then the evidence and the advice.</summary>
public static class FindingsText
{
    private const string Indent = "  ";

    /// <summary>Writes findings in their order.</summary>
    /// <param name="findings">The findings.</param>
    /// <param name="width">How many columns there are.</param>
    /// <param name="withMinor">Whether those that cost next to nothing are shown too, and not only counted.</param>
    public static string Write(IReadOnlyList<Finding> findings, int width = TextReport.DefaultWidth, bool withMinor = false)
    {
        ArgumentNullException.ThrowIfNull(findings);
        if (findings.Count == 0)
            return "Nothing was found. That says something only if the recording saw the load you mean.\n";
        var text = new StringBuilder();
        foreach (Finding finding in findings.Where(finding => withMinor || !finding.IsMinor))
        {
            text.Append(finding.Severity.ToString().ToLowerInvariant()).Append(' ').Append(finding.Id);
            if (finding.Subject.Length > 0)
                text.Append(": ").Append(PlainText.Printable(NameText.Display(finding.Subject)));
            if (Impact(finding) is { Length: > 0 } impact)
                text.Append(" (").Append(impact).Append(')');
            text.Append('\n');
            AppendWrapped(text, PlainText.Printable(finding.Evidence), width);
            AppendWrapped(text, finding.Advice, width);
        }

        if (!withMinor && Minor(findings) is { Length: > 0 } minor)
            text.Append(minor).Append(": --all-findings shows them.\n");
        return text.ToString();
    }

    /// <summary>What a finding costs: a time, and its share of the roots it lies in; empty where it is not about time.</summary>
    public static string Impact(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        if (finding is not { ImpactNs: { } ns, ImpactShare: { } share })
            return "";
        string percent = share is > 0 and < Finding.LeastShare ? "below 1" : (100 * share).ToString("0", CultureInfo.InvariantCulture);
        return $"{DurationText.Of(ns)}, {percent} % of its roots";
    }

    /// <summary>How many findings cost next to nothing, in half a sentence; empty if none does.</summary>
    public static string Minor(IReadOnlyList<Finding> findings)
    {
        int count = findings.Count(finding => finding.IsMinor);
        return count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? "finding" : "findings")} of less than 1 % of {(count == 1 ? "its" : "their")} roots");
    }

    private static void AppendWrapped(StringBuilder text, string sentence, int width)
    {
        int column = 0;
        foreach (string word in sentence.Split(' '))
        {
            if (column > 0 && column + 1 + word.Length > width)
            {
                text.Append('\n');
                column = 0;
            }

            text.Append(column == 0 ? Indent : " ").Append(word);
            column += (column == 0 ? Indent.Length : 1) + word.Length;
        }

        text.Append('\n');
    }
}
