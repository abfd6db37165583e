using AsyncProf.Stitching.Records;
using AsyncProf.Stitching.Roots;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Awaits;

namespace AsyncProf.Attribution;

/// <summary>
/// Charges the time of a root by the rules of <c>docs/semantics.md</c>: first the task axis, every operation once over its own life, then the
/// elapsed axis, which walks the awaits and splits the root's time without remainder.
/// </summary>
internal sealed class Attributor : IChargeSink
{
    private readonly ITreeSink _sink;
    private readonly RootTree _tree = new();
    private readonly CallerInference _names;
    private readonly TaskCollector _tasks;
    private readonly ElapsedWalker _walker;
    private readonly LateSegments _late = new();
    private int _visit;

    public Attributor(MethodTable methods, AwaitTable awaits, ITreeSink sink)
    {
        _sink = sink;
        _names = new CallerInference(methods);
        var reader = new AwaitReader(methods, awaits);
        _tasks = new TaskCollector(methods, _names, reader);
        _walker = new ElapsedWalker(methods, _names, reader);
    }

    /// <summary>Trees that failed the check. Always 0, or the engine has a bug; the trees are dropped.</summary>
    public long Unbalanced { get; private set; }

    /// <summary>Whether methods of one name are told apart by who calls them, as the trees come.</summary>
    public bool TellsByCaller
    {
        get => _names.IsOn;
        set => _names.IsOn = value;
    }

    /// <summary>Whether trees tell how they went over time.</summary>
    public bool TellsIntervals
    {
        get => _tree.Intervals is not null;
        set => _tree.Intervals = value ? new TreeIntervals() : null;
    }

    /// <summary>When threads stood still for the garbage collector, as far as that is known; null where nobody tells.</summary>
    public PauseList? Pauses { get; set; }

    /// <summary>Calls of an ambiguous name whose method was told by their caller.</summary>
    public long InferredNames => _names.Inferred;

    public void OnCharge(OperationStore store, in Charge charge)
    {
        _visit++;
        Entry entry = charge.Entry == 0 ? default : store.Entries[charge.Entry];
        _tree.Reset(charge, entry, store[charge.Slot].Scope, store[charge.Slot].SpawnerName);
        _tree.Pauses = Pauses is { } pauses && pauses.Any(charge.From, charge.To) ? pauses : null;
        _tasks.Collect(store, _tree, charge, _visit);
        if (store.Uses.WereAny && !charge.IsScopeView)
            _late.Find(store, _tree, charge, _visit);
        _walker.Walk(store, _tree, charge, _visit);
        try
        {
            _tree.SelfCheck(); // one pass over the nodes
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

        _sink.OnTree(_tree);
        _tree.LetGo();
    }

    public bool OnLate(int late, in ResourceUse use) => _sink.OnLate(late, use);
}
