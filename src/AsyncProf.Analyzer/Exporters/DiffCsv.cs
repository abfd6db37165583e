using System.Globalization;
using System.Text;
using AsyncProf.Diffing;

namespace AsyncProf.Exporters;

/// <summary>Writes a comparison as comma-separated values: a line for each root, and behind it one for each method below. Times are nanoseconds for each root.</summary>
internal static class DiffCsv
{
    /// <summary>Writes the rows below their headings.</summary>
    public static string Write(ProfileDiff diff)
    {
        var text = new StringBuilder("root,rootKind,method,presence,decision,baseNs,headNs,shiftNs,lowNs,highNs,ratio,slowerP,fasterP,adjustedP,baseRuns,headRuns,"
            + "baseMeanNs,headMeanNs,baseCalls,headCalls,calledMoreNs,eachSlowerNs,crossNs,runningNs,waitingNs,readyNs,blockedNs\r\n");
        foreach (RootChange root in diff.Roots)
        {
            Row(text, root, "", root.Presence, root.Decision, root.Elapsed, root.AdjustedP, root.Base, root.Head, root.Count, default);
            foreach (MethodChange method in root.Methods)
                Row(text, root, method.Key.Name, method.Presence, method.Decision, method.Self, method.AdjustedP, method.Base, method.Head, method.Calls, method.Split);
        }

        return text.ToString();
    }

    private static void Row(
        StringBuilder text, RootChange root, string method, Presence presence, Decision decision, MeasureChange? change, double? adjusted, MeanByState from, MeanByState to, (double Base, double Head) calls, ChangeSplit split)
    {
        MeanByState by = to - from;
        text.Append(CsvField.Of(root.Key.Name)).Append(',').Append(root.Key.Kind).Append(',').Append(CsvField.Of(method)).Append(',').Append(DiffJson.Word(presence)).Append(',').Append(DiffJson.Word(decision));
        foreach (double? value in (ReadOnlySpan<double?>)
        [
            change?.Base, change?.Head, change?.Shift.Estimate, change?.Shift.Low, change?.Shift.High, change?.Ratio, change?.SlowerP, change?.FasterP, adjusted, change?.BaseRuns, change?.HeadRuns,
            from.Total, to.Total, calls.Base, calls.Head, split.CalledMore, split.EachSlower, split.Cross, by.Running, by.Waiting, by.Ready, by.Blocked,
        ])
        {
            text.Append(',');
            if (value is { } number && double.IsFinite(number))
                text.Append(number.ToString("R", CultureInfo.InvariantCulture));
        }

        text.Append("\r\n");
    }
}
