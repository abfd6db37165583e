using AsyncProf.Heap.Objects;
using AsyncProf.Heap.Reading;

namespace AsyncProf.Heap.Stacks;

/// <summary>Who waits for whom: all tasks and operations that have not ended, by their addresses.</summary>
internal sealed class PendingGraph
{
    /// <summary>The flags of a task that has ended: completed, faulted or canceled.</summary>
    private const int Ended = 0x1600000;

    private readonly HeapReader _reader;
    private readonly OperationReader _operations;
    private readonly Continuations _continuations;
    private readonly Dictionary<ulong, int> _byMachine = [];
    private readonly List<(int Child, int Next)> _edges = [(-1, 0)];
    private PendingNode[] _nodes = new PendingNode[1024];

    public PendingGraph(HeapReader reader, OperationReader operations)
    {
        (_reader, _operations) = (reader, operations);
        _continuations = new Continuations(reader);
    }

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The semaphores that somebody waits for, by the first of their waiters' addresses and all after it.</summary>
    public Dictionary<ulong, ulong> Semaphores { get; } = [];

    public ref PendingNode this[int node] => ref _nodes[node];

    /// <summary>Takes the objects of a heap in the order of their addresses, then finds who waits for whom.</summary>
    /// <returns>How many objects there are, and how many bytes could not be read.</returns>
    public (long Objects, long Unread) Build(HeapImage image, HeapTypes types)
    {
        (long, long) walked = HeapWalk.Run(image, image.Ranges, types, Take);
        for (int node = 0; node < Count; node++)
            Follow(node);
        return walked;
    }

    /// <summary>The node of an object, an iterator's state machine too; -1 where it has ended or is none.</summary>
    public int Find(ulong address)
    {
        int low = 0, high = Count - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            if (_nodes[middle].Address == address)
                return middle;
            if (_nodes[middle].Address < address)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return _byMachine.GetValueOrDefault(address, -1);
    }

    /// <summary>The next of those that a node waits for; -1 after the last.</summary>
    /// <param name="edge">The first child of the node; then goes on.</param>
    public int Next(ref int edge)
    {
        int child = _edges[edge].Child;
        edge = _edges[edge].Next;
        return child;
    }

    private void Take(ulong address, HeapType type, ulong size)
    {
        if (type.Kind == HeapKind.Other)
            return;
        if (type.Kind == HeapKind.Semaphore)
        {
            TakeSemaphore(address, type);
            return;
        }

        bool hasEnded = type.Kind == HeapKind.PooledBox ? !_operations.IsPooledInUse(address, type) : (_reader.Int(address + (ulong)type.At("m_stateFlags")) & Ended) != 0;
        if (hasEnded)
            return;
        if (Count == _nodes.Length)
            Array.Resize(ref _nodes, Count * 2);
        ref PendingNode node = ref _nodes[Count];
        node = new PendingNode(address, type);
        _operations.Read(ref node, out ulong machine);
        if (machine != 0)
            _byMachine[machine] = Count;
        Count++;
    }

    private void TakeSemaphore(ulong address, HeapType type)
    {
        const int Most = 1 << 20;
        ulong waiter = _reader.Reference(address, type.At("m_asyncHead"));
        for (int i = 0; waiter != 0 && i < Most && Semaphores.TryAdd(waiter, address); i++)
            waiter = _reader.Reference(waiter, "Next");
    }

    /// <summary>What it awaits is awaited; and those that it goes on after are what it waits for, where no awaiter says so.</summary>
    private void Follow(int index)
    {
        ref PendingNode node = ref _nodes[index];
        if (node.Awaited != 0 && Find(node.Awaited) is var awaited and >= 0)
            _nodes[awaited].IsAwaited = true;
        _continuations.Read(node.Address, node.Type, consumer =>
        {
            if (consumer == Continuations.Thread)
            {
                _nodes[index].IsBlocking = true;
                return;
            }

            int by = Find(consumer);
            if (by < 0 || by == index || (_nodes[by].Type.Kind != HeapKind.Task && _nodes[by].Awaited != 0))
                return; // who awaits says so itself
            if (_nodes[by].Type.Kind == HeapKind.Task || Find(_nodes[by].Awaited) < 0)
            {
                _edges.Add((index, _nodes[by].FirstChild));
                _nodes[by].FirstChild = _edges.Count - 1;
                _nodes[index].IsAwaited = true;
            }
        });
    }
}
