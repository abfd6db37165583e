using AsyncProf.Events;
using AsyncProf.Stitching;
using AsyncProf.Symbols;

namespace AsyncProf.Attribution;

/// <summary>
/// Charges the time of a root by the rules of <c>docs/semantics.md</c>: first the task axis, every operation once over its own life, then the
/// elapsed axis, which walks the awaits and splits the root's time without remainder.
/// </summary>
internal sealed class Attributor : IChargeSink
{
    private readonly MethodTable _methods;
    private readonly ITreeSink _sink;
    private readonly RootTree _tree = new();
    private readonly CallerNames _names;
    private readonly TaskCollector _tasks;
    private readonly ElapsedWalker _walker;
    private int _visit;

    public Attributor(MethodTable methods, ITreeSink sink)
    {
        _methods = methods;
        _sink = sink;
        _names = new CallerNames(methods);
        _tasks = new TaskCollector(methods, _names);
        _walker = new ElapsedWalker(methods, _names);
    }

    /// <summary>Checks conservation on every tree. Cheap: one pass over the nodes.</summary>
    public bool SelfCheck { get; init; } = true;

    /// <summary>Trees that failed the check. Always 0, or the engine has a bug; the trees are dropped.</summary>
    public long Unbalanced { get; private set; }

    /// <summary>Calls of an ambiguous name whose method was told by their caller.</summary>
    public long InferredNames => _names.Inferred;

    public void OnCharge(OperationStore store, in Charge charge)
    {
        _visit++;
        EntryRecord entry = charge.Entry == 0 ? default : store.Entries[charge.Entry];
        _tree.Reset(charge, entry, store[charge.Slot].Scope);
        _tasks.Collect(store, _tree, charge, _visit);
        _walker.Walk(store, _tree, charge, _visit);
        if (SelfCheck)
        {
            try
            {
                _tree.SelfCheck();
            }
            catch (InvalidOperationException)
            {
                Unbalanced++;
#if DEBUG
                throw;
#else
                return;
#endif
            }
        }

        _sink.OnTree(_tree);
    }

    internal static LeafLabel Wait(int name) => new(LeafKind.Wait, name);

    internal static LeafLabel BlockedOn(OperationStore store, MethodTable methods, int target)
    {
        ref Operation op = ref store[target];
        return op.HasCode
            ? new LeafLabel(LeafKind.BlockedOn, methods.Resolve(op.Name).Value)
            : new LeafLabel(LeafKind.BlockedOnLeaf, op.Name == NameTable.NoneId ? store.Leaves.Task : op.Name);
    }

    /// <summary>What an await of a join comes down to: the child that decided it, through joins of joins; 0 where no child is known.</summary>
    internal static int Decider(OperationStore store, int target)
    {
        for (int hops = 0; target != 0 && hops < 64; hops++)
        {
            ref Operation op = ref store[target];
            if (op.Kind is not (OperationKind.Join or OperationKind.Unwrap))
                return target;
            if (op.Done == 0 && !op.Has(OperationFlags.FirstChildDecides))
                return 0; // its last child is not known before it has ended
            target = op.Link;
        }

        return 0;
    }

    /// <summary>The leaf that stands for an operation without code, or for a join of which no child is known.</summary>
    internal static int LeafName(OperationStore store, int target, int decider)
    {
        int named = decider != 0 ? decider : target;
        ref Operation op = ref store[named];
        return op.Name != NameTable.NoneId ? op.Name : store.Leaves.Task;
    }
}
