using System.Text;
using AsyncProf.Findings;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Renderers;

/// <summary>Findings as plain text: what and where, then the evidence and the advice.</summary>
public static class FindingsText
{
    private const string Indent = "  ";

    /// <summary>Writes findings in their order.</summary>
    /// <param name="findings">The findings.</param>
    /// <param name="width">How many columns there are.</param>
    public static string Write(IReadOnlyList<Finding> findings, int width = TextReport.DefaultWidth)
    {
        ArgumentNullException.ThrowIfNull(findings);
        if (findings.Count == 0)
            return "Nothing was found. That says something only if the recording saw the load you mean.\n";
        var text = new StringBuilder();
        foreach (Finding finding in findings)
        {
            text.Append(finding.Severity.ToString().ToLowerInvariant()).Append(' ').Append(finding.Id);
            if (finding.Subject.Length > 0)
                text.Append(": ").Append(PlainText.Printable(NameText.Display(finding.Subject)));
            text.Append('\n');
            AppendWrapped(text, PlainText.Printable(finding.Evidence), width);
            AppendWrapped(text, finding.Advice, width);
        }

        return text.ToString();
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
