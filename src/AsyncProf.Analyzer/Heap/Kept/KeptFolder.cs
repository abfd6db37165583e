using System.Collections;
using System.Runtime.InteropServices;
using AsyncProf.Heap.Objects;

namespace AsyncProf.Heap.Kept;

/// <summary>Adds up what state machines keep: by their stacks and by the names of their locals; and what they share, by who shares it.</summary>
/// <param name="objects">The objects.</param>
/// <param name="tree">The state machines.</param>
/// <param name="slots">What they captured.</param>
/// <param name="labels">Whose the objects are.</param>
internal sealed class KeptFolder(ObjectMap objects, HolderTree tree, KeptSlots slots, KeptLabels labels)
{
    private readonly Dictionary<int, Fold> _folds = [];
    private readonly Dictionary<(int Set, int Sharers), Group> _groups = [];

    /// <summary>Takes the state machines themselves.</summary>
    /// <param name="live">The objects that can be reached.</param>
    /// <returns>How many there are, what they take in bytes, and how many nobody reaches.</returns>
    public (int Machines, long Bytes, int Dropped) AddMachines(BitArray live)
    {
        (int Machines, long Bytes, int Dropped) sum = default;
        for (int i = 0; i < tree.Count; i++)
        {
            Holder holder = tree[i];
            if (objects.NumberOf(holder.Machine) is not (var number and >= 0) || !live[number])
            {
                sum.Dropped++;
                continue;
            }

            long bytes = (long)objects.SizeOf(holder.Machine) + (holder.Box == 0 || holder.Box == holder.Machine ? 0 : (long)objects.SizeOf(holder.Box));
            (Fold fold, sum.Machines, sum.Bytes) = (FoldOf(holder.Path), sum.Machines + 1, sum.Bytes + bytes);
            fold.Count++;
            fold.MachineBytes += bytes;
        }

        return sum;
    }

    /// <summary>Takes what each keeps of its own.</summary>
    public void AddOwn()
    {
        foreach (ulong address in objects.Addresses())
        {
            if (labels.OwnerOf(objects.NumberOf(address)) is var slot and >= 0 && objects.Read(address, out _) is { } type)
                FoldOf(tree[slots[slot].Holder].Path).Local(slots[slot].Name).Add(type, (long)objects.SizeOf(address));
        }
    }

    /// <summary>Takes what is shared.</summary>
    public void AddShared(Sharers sharers, SharedEntries entries)
    {
        for (int i = 0; i < labels.Shared.Count; i++)
        {
            if (objects.Read(labels.Shared[i], out _) is { } type)
                GroupOf(sharers, i).Sums.Add(type, (long)objects.SizeOf(labels.Shared[i]));
        }

        foreach ((int slot, int shared) in entries.All)
        {
            int path = tree[slots[slot].Holder].Path;
            if (sharers.Sets[sharers.Paths[shared]].Contains(path)) // else one that awaits it shares it
                GroupOf(sharers, shared).Locals.Add((path, slots[slot].Name));
        }

        foreach (((int set, _), Group group) in _groups)
        {
            foreach (int path in sharers.Sets[set])
                FoldOf(path).Shared += group.Sums.Bytes;
        }
    }

    /// <summary>What was added, by stack.</summary>
    public IReadOnlyList<KeptStack> Stacks() =>
        [.. _folds.Select(pair => pair.Value.ToStack(pair.Key, tree, slots)).OrderByDescending(stack => stack.Own).ThenByDescending(stack => stack.Shared).ThenByDescending(stack => stack.Count).ThenBy(stack => stack.Id)];

    /// <summary>What was added of what is shared, by who shares it.</summary>
    public IReadOnlyList<SharedObjects> Groups(PathSets sets) =>
        [.. _groups.Select(pair => new SharedObjects(
                pair.Value.Sums.Bytes,
                pair.Value.Sums.Objects,
                pair.Key.Sharers,
                sets[pair.Key.Set],
                [.. pair.Value.Locals.Select(local => (Stack: local.Path, Name: slots.NameOf(local.Name))).OrderBy(local => local.Stack).ThenBy(local => local.Name, StringComparer.Ordinal)],
                pair.Value.Sums.ToTypes()))
            .OrderByDescending(group => group.Bytes)];

    private Fold FoldOf(int path) => CollectionsMarshal.GetValueRefOrAddDefault(_folds, path, out _) ??= new Fold();

    private Group GroupOf(Sharers sharers, int shared) => CollectionsMarshal.GetValueRefOrAddDefault(_groups, (sharers.Paths[shared], sharers.Counts[shared]), out _) ??= new Group();

    private sealed class Group
    {
        public TypeSums Sums { get; } = new();

        public HashSet<(int Path, int Name)> Locals { get; } = [];
    }

    private sealed class Fold
    {
        private readonly Dictionary<int, TypeSums> _locals = [];

        public int Count { get; set; }

        public long MachineBytes { get; set; }

        public long Shared { get; set; }

        public TypeSums Local(int name) => CollectionsMarshal.GetValueRefOrAddDefault(_locals, name, out _) ??= new TypeSums();

        public KeptStack ToStack(int path, HolderTree tree, KeptSlots slots) => new(path, Count, tree.FramesOf(path))
        {
            Own = _locals.Values.Sum(local => local.Bytes),
            Objects = _locals.Values.Sum(local => local.Objects),
            Shared = Shared,
            MachineBytes = MachineBytes,
            Locals = [.. _locals.Select(local => new KeptLocal(slots.NameOf(local.Key), local.Value.Bytes, local.Value.Objects, local.Value.ToTypes())).OrderByDescending(local => local.Bytes).ThenBy(local => local.Name, StringComparer.Ordinal)],
        };
    }
}
