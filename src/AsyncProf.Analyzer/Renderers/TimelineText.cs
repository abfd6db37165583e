using System.Text;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Durations;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Renderers;

/// <summary>The slowest single roots as plain text: each with its operations as bars over its time.</summary>
public static class TimelineText
{
    /// <summary>Said where a profile is of sums only.</summary>
    internal const string Nothing = "No timeline: a profile (.pb.gz) holds sums, only a recording (.nettrace) holds single requests.";

    /// <summary>Of more operations only the first are shown.</summary>
    private const int MostRows = 20;

    /// <summary>What an operation's bar takes, and what the columns around it take.</summary>
    private const int NarrowBar = 24, Bar = 40, Columns = 21;

    private const int MostIndent = 12, LeastName = 16;

    private const string States = "█─▒▓";

    private const char Awaits = '·';

    /// <summary>Each of the slowest requests, then of the other roots, and below it its operations: when each began, how long it took, and what it did meanwhile.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="top">How many roots at the most.</param>
    /// <param name="width">How many columns there are.</param>
    /// <param name="withAll">Whether what began before the recording is shown too.</param>
    public static string Write(AsyncProfile profile, int top, int width = TextReport.DefaultWidth, bool withAll = false)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(profile);
        if (profile.Data.Timeline is not { } timeline)
            return Nothing + "\n";
        TimedRoot[] roots = [.. timeline.Roots.Where(root => withAll || !TextReport.IsBegunBefore(root.Frame.Kind, root.Frame.Name)).OrderByDescending(root => root.Kind == RootKind.Request).ThenByDescending(root => root.DurationNs).ThenBy(root => root.StartNs)];
        if (roots.Length == 0)
            return "No request or other root was seen from its begin to its end.\n";
        int bar = width < TextReport.NarrowWidth ? NarrowBar : Bar;
        var text = new StringBuilder();
        PlainText.Line(text, $"{"from",8} {"took",8} {$"{States[0]} runs {States[1]} waits {States[2]} ready {States[3]} blocked".PadRight(bar + 2)} frame");
        foreach (TimedRoot root in roots.Take(top))
        {
            text.Append('\n');
            Write(text, root, bar, width);
        }

        if (roots.Length > top)
            PlainText.Line(text, $"\n… {roots.Length - top} more, of {timeline.Seen} that were seen whole");
        return text.ToString();
    }

    private static void Write(StringBuilder text, TimedRoot root, int bar, int width)
    {
        ILookup<int, TimedPiece> pieces = root.Own.ToLookup(piece => piece.Node);
        ILookup<int, int> children = Enumerable.Range(1, root.Nodes.Count - 1).ToLookup(node => root.Nodes[node].Parent);
        var work = new Stack<(int Node, int Depth)>([(0, 0)]);
        int shown = 0;
        while (work.TryPop(out (int Node, int Depth) next) && shown < MostRows)
        {
            TimedNode node = root.Nodes[next.Node];
            string end = next.Node == 0 ? string.Concat(Ended(node.Status), FormattableString.Invariant($", at {DurationText.Of(root.StartNs)}")) : Ended(node.Status);
            string from = next.Node == 0 ? "0" : DurationText.Of(node.FromNs);
            string indent = new(' ', Math.Min(next.Depth, MostIndent)), name = indent + NameText.Fit(node.Frame, Math.Max(LeastName, width - bar - Columns - indent.Length - end.Length)) + end;
            PlainText.Line(text, $"{from,8} {DurationText.Of(node.ToNs - node.FromNs),8} [{Line(root, node, pieces[next.Node], bar)}] ", name, width);
            shown++;
            foreach (int child in children[next.Node].OrderByDescending(child => root.Nodes[child].FromNs))
                work.Push((child, next.Depth + 1));
        }

        int more = root.Nodes.Count - shown + root.NodesLeftOut;
        if (more > 0)
            PlainText.Line(text, $"{"",8} {"",8} {"".PadRight(bar + 2)} … {more} more operations");
    }

    private static string Ended(OperationStatus status) => status switch
    {
        OperationStatus.Error => ", error",
        OperationStatus.Canceled => ", cancelled",
        _ => "",
    };

    /// <summary>One sign a cell: what the operation did for most of it; a dot where it awaited another one, nothing where it did not live.</summary>
    private static string Line(TimedRoot root, in TimedNode node, IEnumerable<TimedPiece> pieces, int bar)
    {
        var cells = new long[bar, States.Length];
        double cell = Math.Max(1, root.DurationNs) / (double)bar;
        foreach (TimedPiece piece in pieces)
        {
            for (int at = Cell(piece.FromNs); at <= Cell(piece.ToNs); at++)
                cells[at, (int)piece.State] += (long)Math.Max(0, Math.Min(piece.ToNs, (at + 1) * cell) - Math.Max(piece.FromNs, at * cell));
        }

        var line = new StringBuilder();
        int first = Cell(node.FromNs), last = Math.Max(first, node.ToNs >= root.DurationNs ? bar - 1 : Cell(node.ToNs));
        for (int at = 0; at < bar; at++)
        {
            int[] states = [.. Enumerable.Range(0, States.Length)];
            int most = states.MaxBy(state => cells[at, state]);
            double awaits = Math.Min(node.ToNs, (at + 1) * cell) - Math.Max(node.FromNs, at * cell) - states.Sum(state => cells[at, state]);
            line.Append(at < first || at > last ? ' ' : cells[at, most] > awaits ? States[most] : Awaits);
        }

        return line.ToString();

        int Cell(long ns) => (int)Math.Clamp(ns / cell, 0, bar - 1);
    }
}
