using AsyncProf.Heap.Reading;
using Microsoft.Diagnostics.Runtime;

namespace AsyncProf.Heap.Stacks;

/// <summary>
/// Which operations can still be completed. Whoever completes a task has to reach it: from what the program holds, by references. A suspended operation does nothing until what it awaits has
/// completed, so what only it holds nobody can reach before that. What is left when all has been followed that can go on is completed by nothing: by the same reasoning a collector frees what
/// nobody can reach. It is no proof of the opposite: what can be reached may still be forgotten.
/// </summary>
/// <param name="heap">The objects.</param>
/// <param name="graph">The operations.</param>
/// <param name="roots">What the program holds.</param>
internal sealed class Completable(ClrHeap heap, PendingGraph graph, HeapRoots roots)
{
    private readonly HashSet<ulong> _reached = [];
    private readonly Stack<ulong> _work = new();
    private readonly Dictionary<ulong, List<ulong>> _waiting = [];
    private readonly bool[] _isAble = new bool[graph.Count];

    /// <summary>For each operation by its number, whether it can be.</summary>
    public bool[] Run()
    {
        foreach (ulong root in roots.Objects.Concat(roots.Finalizable))
            Reach(root);
        foreach (ulong pointed in PointedObjects.Find(Objects(), roots.Words ?? []))
            Reach(pointed);
        FollowAll();
        HashSet<ulong> held = [.. _waiting.Values.SelectMany(static waiting => waiting)];
        foreach (ulong table in ThreadTables.Find(Objects().Where(value => !_reached.Contains(value.Address) || held.Contains(value.Address))))
            Reach(table);
        FollowAll();
        for (int node = 0; node < _isAble.Length; node++)
            _isAble[node] |= !IsSuspended(node); // it runs, or is about to
        return _isAble;
    }

    private IEnumerable<ClrObject> Objects() => heap.EnumerateObjects().Where(value => value.IsValid && !value.IsFree);

    private bool IsSuspended(int node) => graph[node] is { IsOperation: true, Awaited: not 0 };

    private void Reach(ulong address)
    {
        if (address == 0 || !_reached.Add(address))
            return;
        int node = graph.Find(address);
        if (node < 0 || !IsSuspended(node))
        {
            _work.Push(address);
            Release(address);
        }
        else if (_isAble[node] || CanComplete(graph[node].Awaited))
        {
            GoOn(node, address);
        }
        else
        {
            if (!_waiting.TryGetValue(graph[node].Awaited, out List<ulong>? waiting))
                _waiting.Add(graph[node].Awaited, waiting = []);
            waiting.Add(address);
        }
    }

    /// <summary>Whether somebody can complete an object that is awaited: another operation, if that can go on; anything else, if it can be reached.</summary>
    private bool CanComplete(ulong awaited) => graph.Find(awaited) is var node and >= 0 && IsSuspended(node) ? _isAble[node] : _reached.Contains(awaited);

    private void GoOn(int node, ulong address)
    {
        _isAble[node] = true;
        _work.Push(address);
        Release(address);
        Release(graph[node].Address);
    }

    /// <summary>Those that have been reached and wait for an object go on: somebody can complete it.</summary>
    private void Release(ulong awaited)
    {
        if (!_waiting.Remove(awaited, out List<ulong>? waiting))
            return;
        foreach (ulong address in waiting)
            GoOn(graph.Find(address), address);
    }

    private void FollowAll()
    {
        while (_work.TryPop(out ulong address))
            Follow(address);
    }

    private void Follow(ulong address)
    {
        foreach (ulong reference in heap.GetObject(address).EnumerateReferenceAddresses(carefully: true, considerDependantHandles: false))
            Reach(reference);
        foreach (ulong dependent in roots.Dependents[address])
            Reach(dependent);
    }
}
