using AsyncProf.Attribution;
using AsyncProf.Building;
using AsyncProf.Events;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Awaits;

namespace AsyncProf.Spans;

/// <summary>
/// Decides which spans a charged root gets: one an operation, with the frameworks' own folded, short ones left out and counted,
/// children inside their parents and sequential siblings apart, as Jaeger's critical path needs it.
/// </summary>
internal sealed class SpanPlanner(MethodTable methods, FrameTable frames, SpanOptions options, AwaitTable? awaits = null)
{
    private readonly SpanRoles _roles = new(methods, options);
    private readonly List<PlannedSpan> _plan = [];
    private PlannedSpan?[] _spanOf = [];
    private long[] _durations = [];

    /// <summary>Operations that the last plan left out for being short or too many; those below no span of ours included.</summary>
    public int Elided { get; private set; }

    /// <summary>The spans of a tree, parents first.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="skipRoot">Whether the root is the request's own span, which is there already.</param>
    public IReadOnlyList<PlannedSpan> Plan(RootTree tree, bool skipRoot) => Plan(tree, skipRoot, tree.From, tree.To);

    /// <summary>The spans of a tree, parents first, all within some bounds.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="skipRoot">Whether the root is the request's own span, which is there already.</param>
    /// <param name="from">The tick at which the first span may begin.</param>
    /// <param name="to">The tick at which the last must have ended.</param>
    public IReadOnlyList<PlannedSpan> Plan(RootTree tree, bool skipRoot, long from, long to)
    {
        _plan.Clear();
        Elided = 0;
        if (!_roles.Assign(tree, skipRoot))
            return [];
        int count = tree.NodeCount;
        if (_spanOf.Length < count)
            _spanOf = new PlannedSpan?[count * 2];
        long minimum = Math.Max(Math.Max(ClockAnchor.ToTicks(options.MinimumDuration), SpanLayout.Shortest), FloorFor(tree));
        for (int node = 0; node < count; node++)
            _spanOf[node] = SpanFor(tree, node, minimum);
        PlanWaits(tree);
        Array.Clear(_spanOf, 0, count);
        Elided += SpanLayout.Arrange(_plan, from, to);
        return _plan.FindAll(span => !span.IsDropped);
    }

    /// <summary>Where a tree has more operations than a trace may have spans, the shortest are left out.</summary>
    private long FloorFor(RootTree tree)
    {
        if (tree.NodeCount <= options.MaximumPerTrace)
            return 0;
        if (_durations.Length < tree.NodeCount)
            _durations = new long[tree.NodeCount * 2];
        int own = 0;
        for (int node = 0; node < tree.NodeCount; node++)
        {
            if (_roles[node] is SpanRole.Own or SpanRole.Whole)
                _durations[own++] = tree[node].End - tree[node].Start;
        }

        Array.Sort(_durations, 0, own);
        return own <= options.MaximumPerTrace ? 0 : _durations[own - options.MaximumPerTrace];
    }

    /// <summary>The span in which an operation is to be seen: its own, or the nearest above.</summary>
    private PlannedSpan? SpanFor(RootTree tree, int node, long minimum)
    {
        ref TreeNode n = ref tree[node];
        PlannedSpan? above = n.Parent < 0 ? null : _spanOf[n.Parent];
        switch (_roles[node])
        {
            case SpanRole.Above:
                return above;
            case SpanRole.PassedOver:
                above?.Fold(n);
                return above;
            case SpanRole.Folded:
                int into = _roles.Into(node);
                if (_spanOf[into] is not { } span || span.Node != into)
                {
                    Elide(above); // what it would go into was left out
                    return above;
                }

                span.Fold(n);
                span.IsError |= !span.IsWhole && n.Status == OperationStatus.Error;
                span.End = Math.Max(span.End, n.End);
                return span;
        }

        if (n.End - n.Start < minimum || _plan.Count >= options.MaximumPerTrace)
        {
            Elide(above);
            return above;
        }

        var own = new PlannedSpan
        {
            Node = node,
            Name = methods[n.Method].FullName,
            Await = InfoOf(n.AwaitedAt),
            Parent = above,
            StartedBy = above is null && tree.Spawner != NameTable.NoneId ? methods[methods.Resolve(tree.Spawner)].FullName : "",
            Start = n.Start,
            End = n.End,
            Task = n.Task,
            ElapsedSelf = n.Elapsed.Total,
            Segments = n.Segments,
            Awaits = n.Awaits,
            IsError = n.Status == OperationStatus.Error,
            IsWhole = _roles[node] == SpanRole.Whole,
        };
        _plan.Add(own);
        return own;
    }

    private AwaitInfo? InfoOf(int await) => await > 0 ? awaits?[await] : null;

    private void Elide(PlannedSpan? above)
    {
        Elided++;
        if (above is not null)
            above.Elided++;
    }

    /// <summary>Long waits on what has no code of its own become spans below the operation that waited.</summary>
    private void PlanWaits(RootTree tree)
    {
        long minimum = Math.Max(ClockAnchor.ToTicks(options.MinimumWait), SpanLayout.Shortest);
        foreach (OwnInterval wait in tree.Waits)
        {
            if (wait.To - wait.From < minimum || wait.State is not (ChargeState.Waiting or ChargeState.Blocked))
                continue;
            if (_spanOf[wait.Node] is not { IsWhole: false } above || above.Node != wait.Node)
                continue; // the operation that waited has no span of its own, or one that stands for more
            if (_plan.Count >= options.MaximumPerTrace)
            {
                above.Elided++;
                continue;
            }

            _plan.Add(new PlannedSpan
            {
                Node = wait.Node,
                Name = frames[frames.Wait(wait.Label)].Name,
                Parent = above,
                Await = InfoOf(wait.Await),
                IsWait = true,
                Start = wait.From,
                End = wait.To,
            });
        }
    }
}
