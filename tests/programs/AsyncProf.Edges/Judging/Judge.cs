using System.Globalization;
using System.Text.Json;

namespace Edges.Judging;

/// <summary>Compares a report with the truth.</summary>
public static class Judge
{
    /// <summary>A verdict of each pattern that ran.</summary>
    /// <param name="report">The report of a recording, in JSON.</param>
    /// <param name="said">What the program said meanwhile, among other lines.</param>
    public static IReadOnlyList<Verdict> Judged(string report, string said)
    {
        var reading = new ReportReading(report);
        Outcome outcome = JsonSerializer.Deserialize<Outcome>(said.Split('\n').Last(line => line.StartsWith('{')))!;
        return [.. outcome.Patterns.Select(measured => Of(Patterns.All.Single(pattern => pattern.Name == measured.Name), measured, reading))];
    }

    private static Verdict Of(Pattern pattern, Measured measured, ReportReading reading)
    {
        int rounds = measured.WallsNs.Count;
        ILookup<string, FoundEdge> found = reading.Edges.Where(edge => edge.Class == pattern.Name).ToLookup(edge => edge.Child);
        ChildVerdict[] children =
        [
            .. pattern.Edges.Select(edge => edge.Child).Union(found.Select(child => child.Key))
                .Select(child => new ChildVerdict(pattern, child, rounds, [.. found[child]], reading.Unawaited(child))),
        ];
        List<string> faults = [.. children.SelectMany(child => child.Faults)];
        (long wall, long elapsed, long count) = reading.Root(pattern.Root);
        if (count != rounds)
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"{count} roots of {rounds}"));
        (string Leaf, long Ns)[] untold = [.. reading.Waits(pattern.Root).Where(wait => wait.Ns > 0 && !IsLeaf(pattern, wait.Leaf))];
        foreach (var leaf in untold.GroupBy(wait => wait.Leaf))
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"'{leaf.Key}' {leaf.Sum(wait => wait.Ns) / 1e6:0.0} ms"));
        return new Verdict(pattern, rounds)
        {
            Expected = children.Sum(child => child.Expected),
            Right = children.Sum(child => child.Right),
            Wrong = children.Sum(child => child.Wrong),
            Unknown = untold.Sum(wait => wait.Ns) / (double)Math.Max(1, elapsed),
            WallNs = wall,
            MeasuredNs = measured.WallsNs.Sum(),
            Faults = faults,
        };
    }

    private static bool IsLeaf(Pattern pattern, string leaf) =>
        leaf == "await Task.Delay" || pattern.Leaves.Any(part => part.StartsWith("await ", StringComparison.Ordinal) ? leaf == part : leaf.Contains(part, StringComparison.Ordinal));
}
