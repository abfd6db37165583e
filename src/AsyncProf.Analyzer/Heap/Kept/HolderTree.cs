using AsyncProf.Heap.Objects;
using AsyncProf.Heap.Stacks;

namespace AsyncProf.Heap.Kept;

/// <summary>
/// All state machines that have not ended, each once: a call comes before those that it awaits, and these follow it without a gap. One that several await is below the first of them.
/// </summary>
internal sealed class HolderTree
{
    private readonly PendingGraph _graph;
    private readonly OperationReader _operations;
    private readonly HeapReader _reader;
    private readonly FrameChains _chains;
    private readonly List<Holder> _holders = [];
    private readonly List<int> _ends = [];
    private readonly FrameSteps _steps;
    private readonly Dictionary<ulong, int> _byMachine = [];
    private readonly Stack<(int Node, int Step, int First)> _work = new();
    private readonly bool[] _isTold;

    /// <param name="graph">Who waits for whom.</param>
    /// <param name="operations">Reads the methods that the runtime suspends.</param>
    /// <param name="reader">Reads objects.</param>
    /// <param name="chains">Their frames.</param>
    public HolderTree(PendingGraph graph, OperationReader operations, HeapReader reader, FrameChains chains)
    {
        (_graph, _operations, _reader, _chains, _steps, _isTold) = (graph, operations, reader, chains, new FrameSteps(chains), new bool[graph.Count]);
        for (int node = 0; node < graph.Count; node++)
        {
            if (!graph[node].IsAwaited && (graph[node].IsOperation || graph[node].FirstChild != 0))
                Tell(node);
        }

        for (int node = 0; node < graph.Count; node++)
        {
            if (graph[node].IsOperation)
                Tell(node); // it waits for itself
        }
    }

    /// <summary>How many there are.</summary>
    public int Count => _holders.Count;

    /// <summary>A state machine by its number.</summary>
    public Holder this[int holder] => _holders[holder];

    /// <summary>The first number that is none of a call which it awaits, directly or not.</summary>
    public int End(int holder) => _ends[holder];

    /// <summary>Whether one awaits another, directly or not, or is the same.</summary>
    public bool IsWithin(int holder, int outer) => holder >= outer && holder < _ends[outer];

    /// <summary>Whether the method is the frameworks' own.</summary>
    public bool IsFramework(int holder) => _steps.LastOf(_holders[holder].Path).IsFramework;

    /// <summary>The state machine whose fields are in an object; -1 for none.</summary>
    public int At(ulong machine) => _byMachine.GetValueOrDefault(machine, -1);

    /// <summary>The frames of a path, the outermost first.</summary>
    public List<PendingFrame> FramesOf(int path) => _steps.FramesOf(path);

    private void Tell(int root)
    {
        const int Leaving = -1;
        _work.Push((root, 0, 0));
        while (_work.TryPop(out (int Node, int Step, int First) next))
        {
            if (next.Node == Leaving)
            {
                for (int holder = next.First; holder < next.Step; holder++)
                    _ends[holder] = _holders.Count;
                continue;
            }

            if (_isTold[next.Node])
                continue;
            _isTold[next.Node] = true;
            int first = _holders.Count, step = Add(_graph[next.Node], next.Step);
            _work.Push((Leaving, _holders.Count, first));
            PushAwaited(next.Node, step);
        }
    }

    private void PushAwaited(int node, int step)
    {
        if (_graph[node].FirstChild != 0)
        {
            for (int edge = _graph[node].FirstChild; edge != 0;)
                _work.Push((_graph.Next(ref edge), step, 0));
        }
        else if (_graph[node].Awaited != 0 && _graph.Find(_graph[node].Awaited) is var awaited and >= 0)
        {
            _work.Push((awaited, step, 0));
        }
    }

    private int Add(in PendingNode node, int step)
    {
        ReadOnlySpan<int> frames = _chains.Of(node.Frames);
        if (node.Type.Kind == HeapKind.RuntimeTask)
        {
            List<(ulong Continuation, int Frame)> calls = _operations.ContinuationsOf(node.Address, node.Type);
            for (int i = 0; i < Math.Min(frames.Length, calls.Count); i++)
                Add(step = _steps.Step(step, frames[i]), calls[^(i + 1)].Continuation, i == 0 ? node.Address : 0, node.Awaited);
            return step;
        }

        foreach (int frame in frames)
            step = _steps.Step(step, frame);
        if (node.Type.Kind is HeapKind.Box or HeapKind.PooledBox && frames.Length > 0)
            Add(step, node.Type.IsMachineApart ? _reader.Reference(node.Address, node.Type.MachineAt) : node.Address, node.Address, node.Awaited);
        else if (node.Type.Kind == HeapKind.Task && frames.Length == 0 && node.FirstChild != 0)
            step = _steps.Step(step, _chains.Intern(new PendingFrame(PendingKind.Join, LeafReader.NameOf(node.Type))));
        return step;
    }

    private void Add(int path, ulong machine, ulong box, ulong awaited)
    {
        if (machine == 0 || !_byMachine.TryAdd(machine, _holders.Count))
            return; // the same continuation twice: it is damaged
        _holders.Add(new Holder(path, machine, box, awaited));
        _ends.Add(_holders.Count);
    }
}
