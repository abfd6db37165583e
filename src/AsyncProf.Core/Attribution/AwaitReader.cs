using System.Runtime.CompilerServices;
using AsyncProf.Stitching.Records;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Awaits;

namespace AsyncProf.Attribution;

/// <summary>Which await of its method an interval of an operation belongs to: told by its place, or what is left by what the code can have awaited there.</summary>
internal sealed class AwaitReader(MethodTable methods, AwaitTable awaits)
{
    public AwaitTable Table => awaits;

    /// <summary>The await in which an operation suspended for an interval of its, or after which it went on; <see cref="AwaitTable.Unknown"/> where nothing tells.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Of(OperationStore store, in Operation op, in Interval interval)
    {
        (int place, int operationName) = (interval.Place, op.Name);
        if (op.Kind == OperationKind.Delegate)
            return interval.Kind == IntervalKind.Waiting && interval.Target == store.WellKnown.Unknown && !op.Has(OperationFlags.Continuation) ? awaits.Returned : AwaitTable.Unknown;
        if (place <= 0 || awaits.At(place, operationName) is not (var told and not AwaitTable.Unknown))
            return Infer(store, operationName, interval);
        return awaits[told].IsOneOf ? Better(told, Infer(store, operationName, interval)) : told;
    }

    /// <summary>The await at which an operation's first awaiter awaits it.</summary>
    public int Of(OperationStore store, in Operation awaited)
    {
        if (awaited.Parent == 0)
            return AwaitTable.Unknown;
        ref Operation parent = ref store[awaited.Parent];
        int place = awaited.AwaitedAt;
        for (int hops = 0; hops < 8 && parent.Kind is OperationKind.Join or OperationKind.Unwrap && parent.Parent != 0; hops++)
        {
            place = parent.AwaitedAt;
            parent = ref store[parent.Parent];
        }

        if (place > 0 && awaits.At(place, parent.Name) is var told and not AwaitTable.Unknown)
            return told;
        return place == 0 && awaited.HasCode && parent.HasCode ? awaits.OnCall(parent.Name, methods.Resolve(awaited.Name)) : AwaitTable.Unknown;
    }

    /// <summary>The methods that pass an operation's task on to its first awaiter.</summary>
    /// <param name="store">The operations.</param>
    /// <param name="awaited">The operation.</param>
    /// <param name="await">Where it is awaited.</param>
    public int PassedBy(OperationStore store, in Operation awaited, int await) =>
        awaited.Parent != 0 && awaited.HasCode && store[awaited.Parent] is { HasCode: true } parent ? awaits.Passing(parent.Name, awaited.Name, await) : 0;

    /// <summary>Where a place leaves several awaits, what was awaited there may leave one.</summary>
    private int Better(int told, int inferred) => Worth(awaits[inferred]) > Worth(awaits[told]) ? inferred : told;

    private static int Worth(AwaitInfo await) => await.On.Length == 0 ? 0 : await.IsOneOf ? 1 : 2;

    private int Infer(OperationStore store, int operationName, in Interval interval)
    {
        switch (interval.Kind)
        {
            case IntervalKind.Waiting when interval.Target == store.WellKnown.Unknown:
            case IntervalKind.WokenBy:
                return awaits.Untold(operationName);
            case IntervalKind.Waiting when interval.Target == store.WellKnown.Task:
            case IntervalKind.WaitingFor:
                return awaits.OnTask(operationName);
            case IntervalKind.Awaiting when ChargeRules.Decider(store, interval.Target) is var target:
                return target != 0 && store[target].HasCode ? awaits.OnCall(operationName, methods.Resolve(store[target].Name)) : awaits.OnTask(operationName);
            case IntervalKind.Running or IntervalKind.Ready when interval.Place == Interval.Untold:
                return awaits.Untold(operationName);
            default:
                return AwaitTable.Unknown;
        }
    }
}
