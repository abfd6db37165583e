using System.Text;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Durations;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Renderers;

/// <summary>Who awaits each method, and whom each method awaits, as plain text.</summary>
public static class EdgesText
{
    private const int Columns = 36;

    /// <summary>Each method, and below it those that await it.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="methods">The methods, in their order.</param>
    /// <param name="width">How many columns there are.</param>
    public static string Callers(AsyncProfile profile, IEnumerable<MethodRow> methods, int width = TextReport.DefaultWidth) => Write(profile, methods, width, edge => edge.Callee, edge => edge.Caller, "← ");

    /// <summary>Each method, and below it those that it awaits.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="methods">The methods, in their order.</param>
    /// <param name="width">How many columns there are.</param>
    public static string Callees(AsyncProfile profile, IEnumerable<MethodRow> methods, int width = TextReport.DefaultWidth) => Write(profile, methods, width, edge => edge.Caller, edge => edge.Callee, "→ ");

    private static string Write(AsyncProfile profile, IEnumerable<MethodRow> methods, int width, Func<CallEdge, string> subject, Func<CallEdge, string> other, string arrow)
    {
        ILookup<string, CallEdge> edges = profile.Edges.ToLookup(subject, StringComparer.Ordinal);
        var text = new StringBuilder();
        PlainText.Line(text, $"{"calls",7} {"elapsed",8} {"task",8}  method");
        foreach (MethodRow row in methods.Where(row => row.Kind != FrameKind.Leaf))
        {
            PlainText.Line(text, $"{row.Calls,7} {DurationText.Of(row.ElapsedTotalNs),8} {DurationText.Of(row.TaskTotalNs),8}  ", NameText.Fit(row.Method, width - Columns), width);
            foreach (CallEdge edge in edges[row.Method])
                PlainText.Line(text, $"{edge.Calls,7} {DurationText.Of(edge.ElapsedTotalNs),8} {DurationText.Of(edge.TaskTotalNs),8}    {arrow}", NameText.Fit(other(edge), width - Columns), width);
        }

        return text.ToString();
    }
}
