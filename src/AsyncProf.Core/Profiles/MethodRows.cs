namespace AsyncProf.Profiles;

/// <summary>Reads the flat table of methods off a call tree.</summary>
internal static class MethodRows
{
    public static IReadOnlyList<MethodRow> Read(CallNode tree, IReadOnlyDictionary<string, MethodStatistics> statistics)
    {
        var totals = new Dictionary<string, Totals>(StringComparer.Ordinal);
        var open = new Dictionary<string, int>(StringComparer.Ordinal);
        var work = new Stack<(CallNode Node, bool Leaving)>();
        work.Push((tree, false));
        while (work.TryPop(out (CallNode Node, bool Leaving) next))
        {
            CallNode node = next.Node;
            if (next.Leaving)
            {
                open[node.Name]--;
                continue;
            }

            if (node.Kind is FrameKind.Method or FrameKind.Entry)
            {
                if (!totals.TryGetValue(node.Name, out Totals? sum))
                    totals.Add(node.Name, sum = new Totals { Kind = node.Kind });
                int depth = open.GetValueOrDefault(node.Name);
                open[node.Name] = depth + 1;
                work.Push((node, true));
                sum.Add(node, outermost: depth == 0);
            }

            foreach (CallNode child in node.Children)
            {
                if (child.Kind != FrameKind.Leaf)
                    work.Push((child, false));
            }
        }

        return [.. totals
            .Select(pair => Row(pair.Key, pair.Value, statistics.GetValueOrDefault(pair.Key) ?? new MethodStatistics()))
            .OrderByDescending(row => row.TaskSelf.TotalNs)
            .ThenBy(row => row.Method, StringComparer.Ordinal)];
    }

    private static MethodRow Row(string name, Totals sum, MethodStatistics calls) => new()
    {
        Method = name,
        Kind = sum.Kind,
        Calls = calls.Calls,
        OutermostCalls = calls.OutermostCalls,
        Errors = calls.Errors,
        Canceled = calls.Canceled,
        NotAwaited = calls.NotAwaited,
        AwaiterUnknown = calls.AwaiterUnknown,
        PrefixAtMostNs = calls.PrefixAtMostNs,
        PrefixUnknown = calls.PrefixUnknown,
        WallNs = calls.WallNs,
        P50Ns = calls.Durations.Percentile(0.5),
        P99Ns = calls.Durations.Percentile(0.99),
        MaxNs = calls.Durations.Max,
        ElapsedSelf = sum.Elapsed,
        ElapsedTotalNs = sum.ElapsedTotal,
        TaskSelf = sum.Task,
        TaskTotalNs = sum.TaskTotal,
    };

    private sealed class Totals
    {
        public FrameKind Kind { get; init; }

        public TimeByState Elapsed { get; private set; }

        public TimeByState Task { get; private set; }

        public long ElapsedTotal { get; private set; }

        public long TaskTotal { get; private set; }

        public void Add(CallNode node, bool outermost)
        {
            Elapsed += node.ElapsedSelf;
            Task += node.TaskSelf;
            foreach (CallNode child in node.Children)
            {
                if (child.Kind != FrameKind.Leaf)
                    continue;
                Elapsed += child.ElapsedTotal;
                Task += child.TaskTotal;
            }

            if (!outermost)
                return;
            ElapsedTotal += node.ElapsedTotal.TotalNs;
            TaskTotal += node.TaskTotal.TotalNs;
        }
    }
}
