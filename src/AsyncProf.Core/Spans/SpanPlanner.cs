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
internal sealed class SpanPlanner
{
    private readonly SpanNames _names;
    private readonly SpanRoles _roles;
    private readonly SpanLayout _layout;
    private readonly List<PlannedSpan> _plan = [];
    private readonly NameTable _errors;
    private readonly MethodTable _methods;
    private readonly FrameTable _frames;
    private readonly SpanRules _rules;
    private readonly TickClock _clock;
    private readonly AwaitTable? _awaits;
    private PlannedSpan?[] _spanOf = [];
    private long[] _durations = [];

    /// <summary>Creates a planner.</summary>
    /// <param name="names">The names of the events.</param>
    /// <param name="methods">The methods behind them.</param>
    /// <param name="frames">What waits are called.</param>
    /// <param name="rules">Which spans are wanted.</param>
    /// <param name="clock">What the ticks of the trees are.</param>
    /// <param name="awaits">What is known of awaits; null for nothing.</param>
    public SpanPlanner(NameTable names, MethodTable methods, FrameTable frames, SpanRules rules, TickClock clock, AwaitTable? awaits = null)
    {
        (_errors, _methods, _frames, _rules, _clock, _awaits) = (names, methods, frames, rules, clock, awaits);
        _layout = new SpanLayout(clock.Frequency);
        _names = new SpanNames(methods, rules);
        _roles = new SpanRoles(_names, rules);
    }

    /// <summary>Where spans come from, and go back to when nobody needs them any more.</summary>
    public SpanPool Pool { get; } = new();

    /// <summary>Operations that the last plan left out for being short or too many; those below no span of ours included.</summary>
    public int Elided { get; private set; }

    /// <summary>The spans of a tree, parents first.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="skipRoot">Whether the root is the request's own span, which is there already.</param>
    public List<PlannedSpan> Plan(RootTree tree, bool skipRoot) => Plan(tree, skipRoot, tree.From, tree.To);

    /// <summary>The spans of a tree, parents first, all within some bounds. Who takes them gives them back to the <see cref="Pool"/>.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="skipRoot">Whether the root is the request's own span, which is there already.</param>
    /// <param name="from">The tick at which the first span may begin.</param>
    /// <param name="to">The tick at which the last must have ended.</param>
    public List<PlannedSpan> Plan(RootTree tree, bool skipRoot, long from, long to)
    {
        _plan.Clear();
        Elided = 0;
        if (!_roles.Assign(tree, skipRoot))
            return Pool.RentList();
        int count = tree.NodeCount;
        if (_spanOf.Length < count)
            _spanOf = new PlannedSpan?[count * 2];
        long minimum = Math.Max(Math.Max(_clock.ToTicks(_rules.MinimumDuration), _layout.Shortest), FloorFor(tree));
        for (int node = 0; node < count; node++)
            _spanOf[node] = SpanFor(tree, node, minimum);
        Widen(tree);
        PlanWaits(tree);
        LinkChildren(tree);
        Array.Clear(_spanOf, 0, count);
        Elided += _layout.Arrange(_plan, from, to);
        return TakePlan();
    }

    /// <summary>
    /// A call begins, as far as is told, where it first suspends. What it had begun before that and awaits later was there already: it begins with the first of those, but no earlier than it can have.
    /// </summary>
    private void Widen(RootTree tree)
    {
        for (int i = _plan.Count - 1; i >= 0; i--) // children before their parents
        {
            if (_plan[i].Parent is { } above && _plan[i].Start < above.Start && tree[above.Node].PrefixAtMost is > 0 and var prefix)
                above.Start = Math.Max(_plan[i].Start, tree[above.Node].Start - prefix);
        }
    }

    /// <summary>What has room.</summary>
    private List<PlannedSpan> TakePlan()
    {
        List<PlannedSpan> taken = Pool.RentList();
        foreach (PlannedSpan span in _plan)
        {
            if (span.IsDropped)
                Pool.Return(span);
            else
                taken.Add(span);
        }

        _plan.Clear();
        return taken;
    }

    /// <summary>Where a tree has more operations than a trace may have spans, the shortest are left out.</summary>
    private long FloorFor(RootTree tree)
    {
        if (tree.NodeCount <= _rules.MaximumPerTrace)
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
        return own <= _rules.MaximumPerTrace ? 0 : _durations[own - _rules.MaximumPerTrace];
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
            case SpanRole.Aside:
                Elide(above);
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
                if (span is { IsWhole: false, ErrorType: "" })
                    span.ErrorType = ErrorOf(n);
                span.End = Math.Max(span.End, n.End);
                return span;
        }

        if (n.End - n.Start < minimum || _plan.Count >= _rules.MaximumPerTrace)
        {
            Elide(above);
            return above;
        }

        return Add(tree, node, above);
    }

    private PlannedSpan Add(RootTree tree, int node, PlannedSpan? above)
    {
        ref TreeNode n = ref tree[node];
        SpanName name = _names[n.Method];
        PlannedSpan own = Pool.RentSpan();
        (own.Node, own.Name, own.Method, own.Await, own.Parent) = (node, name.Shown, name.Full, InfoOf(n.AwaitedAt), above);
        if (above is null && tree.Spawner != NameTable.NoneId)
            own.StartedBy = _names[_methods.Resolve(tree.Spawner)].Full;
        (own.Start, own.End) = (n.Start, n.End);
        (own.Task, own.ElapsedSelf, own.Segments, own.Awaits) = (n.Task, n.Elapsed.Total, n.Segments, n.Awaits);
        (own.IsError, own.ErrorType) = (n.Status == OperationStatus.Error, ErrorOf(n));
        if (n.Status != OperationStatus.Completed)
            own.LongestAwait = LongestAwaitOf(tree, node);
        own.IsWhole = _roles[node] == SpanRole.Whole;
        _plan.Add(own);
        return own;
    }

    private AwaitInfo? InfoOf(int await) => await > 0 ? _awaits?[await] : null;

    private void Elide(PlannedSpan? above)
    {
        Elided++;
        if (above is not null)
            above.Elided++;
    }

    /// <summary>Long waits on what has no code of its own become spans below the operation that waited.</summary>
    private void PlanWaits(RootTree tree)
    {
        long minimum = Math.Max(_clock.ToTicks(_rules.MinimumWait), _layout.Shortest);
        foreach (OwnInterval wait in tree.Waits)
        {
            if (wait.State is not (ChargeState.Waiting or ChargeState.Blocked))
                continue;
            if (_spanOf[wait.Node] is not { IsWhole: false } above || above.Node != wait.Node)
                continue; // the operation that waited has no span of its own, or one that stands for more
            if (_rules.FoldWaitsFrom > 0 && wait.To - wait.From >= _rules.FoldWaitsFrom * (above.End - above.Start))
            {
                above.Awaiting = _frames[_frames.Wait(wait.Label)].Name;
                continue;
            }

            if (wait.To - wait.From < minimum)
                continue;
            if (_plan.Count >= _rules.MaximumPerTrace)
            {
                above.Elided++;
                continue;
            }

            PlannedSpan own = Pool.RentSpan();
            (own.Node, own.Name, own.Parent, own.Await, own.IsWait) = (wait.Node, _frames[_frames.Wait(wait.Label)].Name, above, InfoOf(wait.Await), true);
            (own.Start, own.End) = (wait.From, wait.To);
            _plan.Add(own);
        }
    }

    /// <summary>The app's own spans that ended in an operation hang beside it, and cannot be moved: the span in which it is to be seen links to them.</summary>
    private void LinkChildren(RootTree tree)
    {
        foreach (ChildSpan child in tree.ChildSpans)
        {
            if (child.Trace == (int)tree.Context.TraceLow)
                _spanOf[child.Node]?.AddChild(child.Span);
        }
    }

    private string ErrorOf(in TreeNode node) => node is { Status: not OperationStatus.Completed, Error: > 0 } ? _errors[node.Error] : "";

    /// <summary>The await of a node at which it spent most of its own life.</summary>
    private string LongestAwaitOf(RootTree tree, int node)
    {
        (int longest, long ticks) = (0, 0L);
        for (int found = tree[node].FirstAwait; found >= 0; found = tree.Await(found).Next)
        {
            if (tree.Await(found).Times.Total > ticks)
                (longest, ticks) = (tree.Await(found).Await, tree.Await(found).Times.Total);
        }

        if (InfoOf(longest) is not { File.Length: > 0, Line: > 0 } await)
            return "";
        return FormattableString.Invariant($"{(await.Label.Length > 0 ? $"await {await.Label} at " : "")}{await.File}:{await.Line}");
    }
}
