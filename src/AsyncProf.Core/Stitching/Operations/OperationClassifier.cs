using AsyncProf.Events;
using AsyncProf.Events.Tpl;
using AsyncProf.Stitching.Records;
using AsyncProf.Symbols;

namespace AsyncProf.Stitching.Operations;

/// <summary>What kind of thing an operation is, by the name it begins with; decided once a name.</summary>
internal sealed class OperationClassifier(NameTable names, IIteratorLookup iterators)
{
    private OperationClass[] _shapes = new OperationClass[256];

    public OperationClass this[int nameId]
    {
        get
        {
            if ((uint)nameId < (uint)_shapes.Length && _shapes[nameId].Known)
                return _shapes[nameId];
            return Classify(nameId);
        }
    }

    private OperationClass Classify(int nameId)
    {
        if (nameId < 0)
            return new(OperationKind.Leaf, OperationFlags.None);
        if (nameId >= _shapes.Length)
            Array.Resize(ref _shapes, Math.Max(nameId + 1, _shapes.Length * 2));
        return _shapes[nameId] = Classify(nameId, names[nameId]);
    }

    /// <summary>The lambdas in <c>Parallel.ForEachAsync</c> and <c>ForAsync</c> that take items until there are no more.</summary>
    private static bool IsWorker(string name) =>
        name.AsSpan(TplTaskName.MethodPrefix.Length) is var machine && (machine.StartsWith("<<ForEachAsync>b__") || machine.StartsWith("<<ForAsync>b__") || machine.StartsWith("<ForEachAsync>b__") || machine.StartsWith("<ForAsync>b__"));

    private bool IsWhenEach(int nameId, string name) =>
        name.AsSpan(TplTaskName.MethodPrefix.Length).StartsWith("<Iterate>d__") && iterators.IsWhenEach(nameId);

    /// <summary>The delegates by which dataflow blocks take and hand on items, and complete.</summary>
    private static OperationFlags IsOfBlock(string name) =>
        name.Contains("<ProcessAsyncIfNecessary_Slow>b__", StringComparison.Ordinal) || name.Contains("<OfferAsyncIfNecessary_Slow>b__", StringComparison.Ordinal)
        || name.Contains("<CompleteBlockIfPossible_Slow>b__", StringComparison.Ordinal) || name.Contains("<ProcessMessageWithTask>b__", StringComparison.Ordinal)
            ? OperationFlags.Dataflow : OperationFlags.None;

    private OperationClass Classify(int nameId, string name) => name switch
    {
        _ when name.StartsWith(TplTaskName.MethodPrefix, StringComparison.Ordinal) =>
            new(iterators.IsIterator(nameId) ? OperationKind.Iterator : OperationKind.Method, IsWorker(name) ? OperationFlags.Worker : IsWhenEach(nameId, name) ? OperationFlags.WhenEach : OperationFlags.None),
        _ when name.StartsWith("Task.ContinueWith: ", StringComparison.Ordinal) => new(OperationKind.Delegate, OperationFlags.Continuation | IsOfBlock(name)),
        _ when name.StartsWith("Task: ", StringComparison.Ordinal) => new(OperationKind.Delegate, IsOfBlock(name)),
        "Task.WhenAll" or "TaskFactory.ContinueWhenAll" => new(OperationKind.Join, OperationFlags.None),
        "Task.WhenAny" or "TaskFactory.ContinueWhenAny" => new(OperationKind.Join, OperationFlags.FirstChildDecides),
        "Task.Unwrap" => new(OperationKind.Unwrap, OperationFlags.None),
        _ => new(OperationKind.Leaf, OperationFlags.None),
    };
}
