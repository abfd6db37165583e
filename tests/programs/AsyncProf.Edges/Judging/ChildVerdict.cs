using System.Globalization;

namespace Edges.Judging;

/// <summary>Who a report says awaits one method, compared with who does.</summary>
internal sealed class ChildVerdict
{
    private readonly List<string> _faults = [];

    public ChildVerdict(Pattern pattern, string child, int rounds, IReadOnlyList<FoundEdge> found, long unawaited)
    {
        Edge[] edges = [.. pattern.Edges.Where(edge => edge.Child == child)];

        // What nobody awaits stands below who began it, without any of its time: that is no edge.
        long spare = unawaited;
        foreach (FoundEdge edge in found.Where(edge => !edges.Any(each => each.Parents.Contains(edge.Parent))))
        {
            long lost = edge.Parent.Length == 0 ? edge.Calls : edge.ElapsedNs == 0 ? Math.Min(spare, edge.Calls) : 0;
            spare -= edge.Parent.Length == 0 ? 0 : lost;
            if (edge.Calls > lost)
                _faults.Add(Text($"WRONG: {edge.Parent} > {child} *{edge.Calls - lost}"));
            Wrong += edge.Calls - lost;
            if (lost > 0 && edges.Length > 0)
                _faults.Add(Text($"nobody awaits {child} *{lost}{(edge.Parent.Length == 0 ? ": root" : "")}"));

            // A root that nothing says is one is as wrong as an edge.
            if (lost > 0 && edges.Length == 0 && edge.Parent.Length == 0 && child != pattern.Root && !pattern.May.Contains($" > {child}"))
            {
                _faults.Add(Text($"WRONG: root {child} *{lost}"));
                Wrong += lost;
            }
        }

        foreach (Edge edge in edges)
        {
            long calls = found.Where(each => edge.Parents.Contains(each.Parent)).Sum(each => each.Calls) - spare;
            long least = edge.Least * rounds, most = edge.Most * rounds;
            Expected += least;
            Right += Math.Clamp(calls, 0, least);
            Wrong += Math.Max(0, calls - most);
            if (calls < least || calls > most)
                _faults.Add(Text($"{edge}: {Math.Max(0, calls)} of {least}"));
        }
    }

    public long Expected { get; }

    public long Right { get; }

    public long Wrong { get; }

    public IReadOnlyList<string> Faults => _faults;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
