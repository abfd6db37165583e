using AsyncProf.Heap.Objects;

namespace AsyncProf.Heap.Stacks;

/// <summary>Follows every operation that nobody awaits to what it waits for, and folds equal stacks into one.</summary>
/// <param name="graph">The operations.</param>
/// <param name="leaves">Names what is waited for.</param>
/// <param name="chains">Their frames.</param>
/// <param name="able">For each operation whether it can still be completed; null where nobody asked.</param>
internal sealed class StackFolder(PendingGraph graph, LeafReader leaves, FrameChains chains, bool[]? able)
{
    private readonly FrameSteps _steps = new(chains);
    private readonly Dictionary<int, StackFold> _folds = [];
    private readonly Stack<(int Node, int Step, bool IsLeaving)> _work = new();
    private readonly int _shared = chains.Intern(new PendingFrame(PendingKind.Shared, "(told above)"));
    private long _repeats;

    /// <summary>The stacks.</summary>
    /// <param name="operations">How many operations there are.</param>
    public IReadOnlyList<PendingStack> Run(out int operations)
    {
        operations = 0;
        _repeats = (graph.Count * 4L) + 100_000; // what several await is told below each of them, as long as that stays within bounds
        for (int node = 0; node < graph.Count; node++)
        {
            operations += graph[node].IsOperation ? Math.Max(1, chains.Of(graph[node].Frames).Length) : 0;
            if (!graph[node].IsAwaited && (graph[node].IsOperation || graph[node].FirstChild != 0))
                Tell(node);
        }

        for (int node = 0; node < graph.Count; node++)
        {
            if (graph[node] is { IsOperation: true, IsTold: false })
                Tell(node); // nothing outside reaches it: it waits for itself
        }

        return [.. _folds.Select(fold => fold.Value.ToStack(_steps.FramesOf(fold.Key))).OrderByDescending(stack => stack.Frames.Count(frame => !frame.IsFramework)).ThenByDescending(stack => stack.Count)];
    }

    private void Tell(int root)
    {
        int? blocked = graph[root].IsBlocking ? root : null;
        _work.Push((root, 0, false));
        while (_work.TryPop(out (int Node, int Step, bool IsLeaving) next))
        {
            ref PendingNode node = ref graph[next.Node];
            if (next.IsLeaving)
            {
                node.IsOnPath = false;
                continue;
            }

            if (node.IsOnPath)
            {
                Add(_steps.Step(next.Step, BackTo(node.Frames)), blocked, next.Node, 0);
                continue;
            }

            if (node.IsTold && --_repeats < 0)
            {
                Add(_steps.Step(next.Step, _shared), blocked, next.Node, 0);
                continue;
            }

            node.IsTold = node.IsOnPath = true;
            _work.Push((next.Node, 0, true));
            Descend(next.Node, ref node, next.Step, blocked);
        }
    }

    private void Descend(int index, ref PendingNode node, int step, int? blocked)
    {
        ReadOnlySpan<int> frames = chains.Of(node.Frames);
        foreach (int frame in frames)
            step = _steps.Step(step, frame);
        if (node.FirstChild != 0)
        {
            if (node.Type.Kind == HeapKind.Task && frames.Length == 0)
                step = _steps.Step(step, chains.Intern(new PendingFrame(PendingKind.Join, LeafReader.NameOf(node.Type))));
            for (int edge = node.FirstChild; edge != 0;)
                _work.Push((graph.Next(ref edge), step, false));
            return;
        }

        int awaited = node.Awaited == 0 ? -1 : graph.Find(node.Awaited);
        if (awaited >= 0 && awaited != index && (graph[awaited].IsOperation || graph[awaited].FirstChild != 0))
            _work.Push((awaited, step, false));
        else if (node.Awaited != 0)
            Add(_steps.Step(step, leaves.Of(node.Awaited)), blocked, index, node.Awaited);
        else if (node.IsOperation && frames.Length > 0)
            Add(chains[frames[^1]].Kind == PendingKind.Queued ? _steps.Step(step, leaves.Queued) : step, blocked, index, 0);
        else
            Add(_steps.Step(step, leaves.Of(node.Address)), blocked, index, node.Address);
    }

    private int BackTo(int chain) => chains.Intern(new PendingFrame(PendingKind.Cycle, chains.Of(chain) is [var first, ..] ? chains[first].Name : "a task above"));

    private void Add(int step, int? blocked, int innermost, ulong leaf)
    {
        if (!_folds.TryGetValue(step, out StackFold? fold))
            _folds.Add(step, fold = new StackFold());
        fold.Add(blocked, able is not null && !able[innermost], leaf == 0 ? null : leaves.DueIn(leaf));
    }
}
