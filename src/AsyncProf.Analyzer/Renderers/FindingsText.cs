using System.Text;
using AsyncProf.Findings;
using AsyncProf.Profiles;

namespace AsyncProf.Renderers;

/// <summary>Findings as plain text, three lines each.</summary>
public static class FindingsText
{
    /// <summary>Writes findings in their order.</summary>
    /// <param name="findings">The findings.</param>
    public static string Write(IReadOnlyList<Finding> findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        if (findings.Count == 0)
            return "Nothing was found. That says something only if the recording saw the load you mean.\n";
        var text = new StringBuilder();
        foreach (Finding finding in findings)
        {
            text.Append(finding.Severity.ToString().ToLowerInvariant()).Append(' ').Append(finding.Id);
            if (finding.Subject.Length > 0)
                text.Append(": ").Append(TextReport.Printable(finding.Subject));
            text.Append("\n  ").Append(TextReport.Printable(finding.Evidence)).Append("\n  ").Append(finding.Advice).Append('\n');
        }

        return text.ToString();
    }
}
