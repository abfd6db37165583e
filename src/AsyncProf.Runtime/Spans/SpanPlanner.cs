using System.Diagnostics;
using AsyncProf.Attribution;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Symbols;

namespace AsyncProf.Spans;

/// <summary>
/// Decides which spans a charged root gets: one an operation, with the frameworks' own folded, short ones left out and counted,
/// children inside their parents and sequential siblings apart, as Jaeger's critical path needs it.
/// </summary>
internal sealed class SpanPlanner(MethodTable methods, FrameTable frames, SpanOptions options)
{
    /// <summary>Two siblings that follow each other are at least this far apart, or Jaeger's critical path loses one: 1 µs.</summary>
    private static readonly long Gap = Math.Max(1, Stopwatch.Frequency / 1_000_000);

    private readonly List<PlannedSpan> _plan = [];
    private PlannedSpan?[] _spanOf = [];
    private PlannedSpan?[] _foldedInto = [];
    private bool[] _leadsToOwn = [];

    /// <summary>Operations that no span stands for, because the trace had too many; those below no span of ours included.</summary>
    public int Elided { get; private set; }

    /// <summary>The spans of a tree, parents first.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="skipRoot">Whether the root is the request's own span, which is there already.</param>
    public IReadOnlyList<PlannedSpan> Plan(RootTree tree, bool skipRoot)
    {
        _plan.Clear();
        Elided = 0;
        int count = tree.NodeCount;
        _spanOf = new PlannedSpan?[count];
        _foldedInto = new PlannedSpan?[count];
        MarkOwn(tree);
        if (!skipRoot && !_leadsToOwn[0])
            return _plan; // a connection of the server's, say: nothing of the app's is in it
        long minimum = Math.Max(ToTicks(options.MinimumDuration), FloorFor(tree));
        for (int node = 0; node < count; node++)
        {
            if (node == 0 && skipRoot)
                continue;
            PlanNode(tree, node, minimum);
        }

        PlanWaits(tree);
        KeepApart();
        return _plan;
    }

    private static long ToTicks(TimeSpan span) => (long)((Int128)span.Ticks * Stopwatch.Frequency / TimeSpan.TicksPerSecond);

    /// <summary>Which nodes are, or lead to, methods that are not the frameworks'.</summary>
    private void MarkOwn(RootTree tree)
    {
        if (_leadsToOwn.Length < tree.NodeCount)
            _leadsToOwn = new bool[Math.Max(tree.NodeCount, 64)];
        Array.Clear(_leadsToOwn);
        for (int node = tree.NodeCount - 1; node >= 0; node--)
        {
            _leadsToOwn[node] |= options.IncludeFramework || !methods[tree[node].Method].IsFramework;
            if (_leadsToOwn[node] && tree[node].Parent >= 0)
                _leadsToOwn[tree[node].Parent] = true;
        }
    }

    /// <summary>Where a tree has more operations than a trace may have spans, the shortest are left out.</summary>
    private long FloorFor(RootTree tree)
    {
        if (tree.NodeCount <= options.MaximumPerTrace)
            return 0;
        var durations = new long[tree.NodeCount];
        for (int node = 0; node < durations.Length; node++)
            durations[node] = tree[node].End - tree[node].Start;
        Array.Sort(durations);
        return durations[^options.MaximumPerTrace];
    }

    private void PlanNode(RootTree tree, int node, long minimum)
    {
        ref TreeNode n = ref tree[node];
        MethodName method = methods[n.Method];
        PlannedSpan? above = n.Parent < 0 ? null : _spanOf[n.Parent];
        _spanOf[node] = above;
        if (n.Has(NodeFlags.Shared))
            return; // its span is at its first awaiter
        if (n.Parent >= 0 && _foldedInto[n.Parent] is { } folded)
        {
            _foldedInto[node] = folded;
            Fold(folded, n);
            return;
        }

        bool framework = method.IsFramework && !options.IncludeFramework;
        if (framework && _leadsToOwn[node])
        {
            if (above is not null)
                Fold(above, n);
            return; // it only leads to methods of the app
        }

        long start = Math.Max(n.Start, above?.Start ?? tree.From);
        long end = Math.Min(n.End, above?.End ?? tree.To);
        if (n.End - n.Start < minimum || end < start || _plan.Count >= options.MaximumPerTrace)
        {
            Elided++;
            if (above is not null)
                above.Elided++;
            return;
        }

        var span = new PlannedSpan
        {
            Node = node,
            Name = method.FullName,
            Parent = above,
            Start = start,
            End = end,
            Task = n.Task,
            ElapsedSelf = n.Elapsed.Total,
            Segments = n.Segments,
            Awaits = n.Awaits,
            IsError = n.Status == OperationStatus.Error,
        };
        _plan.Add(span);
        _spanOf[node] = span;
        if (framework)
            _foldedInto[node] = span;
    }

    private static void Fold(PlannedSpan into, in TreeNode node)
    {
        StateTimes task = into.Task;
        task.Add(node.Task);
        into.Task = task;
        into.ElapsedSelf += node.Elapsed.Total;
        into.Segments += node.Segments;
        into.Awaits += node.Awaits;
        into.Collapsed++;
    }

    /// <summary>Long waits on what has no code of its own become spans below the operation that waited.</summary>
    private void PlanWaits(RootTree tree)
    {
        long minimum = ToTicks(options.MinimumWait);
        foreach (OwnInterval wait in tree.Waits)
        {
            if (wait.To - wait.From < minimum || wait.State is not (ChargeState.Waiting or ChargeState.Blocked))
                continue;
            if (_spanOf[wait.Node] is not { } above || above.Node != wait.Node || _foldedInto[wait.Node] is not null)
                continue; // the operation that waited has no span of its own, or one that stands for more

            long start = Math.Max(wait.From, above.Start), end = Math.Min(wait.To, above.End);
            if (end <= start)
                continue;
            if (_plan.Count >= options.MaximumPerTrace)
            {
                above.Elided++;
                continue;
            }

            string leaf = frames[frames.Leaf(wait.Label)].Name[FrameFolding.LeafMark.Length..];
            _plan.Add(new PlannedSpan
            {
                Node = wait.Node,
                Name = wait.State == ChargeState.Blocked ? leaf : $"await {leaf}",
                Parent = above,
                IsWait = true,
                Start = start,
                End = end,
            });
        }
    }

    /// <summary>Ends a span a little earlier where the next sibling begins at once.</summary>
    private void KeepApart()
    {
        foreach (IGrouping<PlannedSpan?, PlannedSpan> siblings in _plan.GroupBy(span => span.Parent))
        {
            PlannedSpan? before = null;
            foreach (PlannedSpan span in siblings.OrderBy(span => span.Start).ThenBy(span => span.End))
            {
                bool follows = before is not null && span.Start > before.Start + Gap && span.Start - before.End < Gap && before.End - span.Start < Gap;
                if (follows)
                    before!.End = span.Start - Gap;
                if (before is null || span.End >= before.End)
                    before = span;
            }
        }

        // A span that was shortened takes its children with it.
        foreach (PlannedSpan span in _plan)
        {
            if (span.Parent is not { } parent)
                continue;
            span.End = Math.Min(span.End, parent.End);
            span.Start = Math.Min(span.Start, span.End);
        }
    }
}
