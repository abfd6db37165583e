using System.Collections;
using AsyncProf.Heap.Objects;
using AsyncProf.Heap.Reading;

namespace AsyncProf.Heap.Kept;

/// <summary>
/// Tells what of a heap is kept by state machines that have not ended. First everything is followed that the program can reach. Then the same from its roots and from all state machines of these, but
/// not from what the machines captured: what is left is kept by that alone, and told by whom.
/// </summary>
internal static class KeptReader
{
    /// <summary>Steps in counting who shares what, besides one for each object of the heap: a minute at most.</summary>
    private const long MostSteps = 1L << 25;

    /// <summary>Reads it.</summary>
    /// <param name="image">The heap, with what the program holds.</param>
    /// <param name="types">Its types.</param>
    /// <param name="reader">Reads objects.</param>
    /// <param name="tree">The state machines.</param>
    public static KeptHeap Read(HeapImage image, HeapTypes types, HeapReader reader, HolderTree tree)
    {
        HeapRoots roots = image.Roots!;
        var objects = new ObjectMap(image, types);
        var references = new ObjectReferences(reader, roots);
        var captured = new CapturedFields(objects, tree);
        var reachable = new HeldObjects(objects, references, captured);
        ulong[] program = [.. reachable.Roots(roots)];
        BitArray live = reachable.From(program, withCaptured: true);
        BitArray held = reachable.From(program.Concat(Machines(objects, tree, live)), withCaptured: false);
        var slots = new KeptSlots(objects, tree, captured, live, held);
        var labels = new KeptLabels(objects, references, tree, slots, held);
        var entries = new SharedEntries(objects, references, slots, labels);
        var sharers = new Sharers(objects, references, tree, slots, labels, entries, MostSteps + objects.Count);
        var folder = new KeptFolder(objects, tree, slots, labels);
        (int machines, long machineBytes, int dropped) = folder.AddMachines(live);
        folder.AddOwn();
        folder.AddShared(sharers, entries);
        IReadOnlyList<KeptStack> stacks = folder.Stacks();
        IReadOnlyList<SharedObjects> groups = folder.Groups(sharers.Sets);
        return new KeptHeap
        {
            Heap = objects.Bytes,
            Reachable = objects.Addresses().Where(address => live[objects.NumberOf(address)]).Sum(address => (long)objects.SizeOf(address)),
            Own = stacks.Sum(static stack => stack.Own),
            Shared = groups.Sum(static group => group.Bytes),
            Machines = machines,
            MachineBytes = machineBytes,
            Dropped = dropped,
            IsPartial = sharers.IsPartial,
            Unread = objects.Unread,
            Stacks = stacks,
            Groups = groups,
        };
    }

    /// <summary>They stay, whoever holds them: with their tasks, so that these do not count as what another keeps.</summary>
    private static IEnumerable<ulong> Machines(ObjectMap objects, HolderTree tree, BitArray live)
    {
        for (int holder = 0; holder < tree.Count; holder++)
        {
            if (objects.NumberOf(tree[holder].Machine) is not (var number and >= 0) || !live[number])
                continue;
            yield return tree[holder].Machine;
            if (tree[holder].Box != 0)
                yield return tree[holder].Box;
        }
    }
}
