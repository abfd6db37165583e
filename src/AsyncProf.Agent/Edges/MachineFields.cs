using System.Reflection;
using System.Runtime.CompilerServices;

namespace AsyncProf.Edges;

/// <summary>Reads one field of the state machine of two kinds of operation of the runtime: the worker of a parallel loop, and the iterator of a <c>WhenEach</c>.</summary>
internal sealed class MachineFields
{
    private const string MachineField = "StateMachine", ParallelName = "System.Threading.Tasks.Parallel", LoopField = "o", IteratorField = "waiter";

    private readonly ConditionalWeakTable<Type, MachineShape> _shapes = [];
    private readonly ConditionalWeakTable<Type, MachineShape>.CreateValueCallback _make;
    private readonly PrivateFields _fields;
    private readonly Type? _whenEachState;

    /// <param name="fields">Finds private members.</param>
    /// <param name="whenEachState">What the iterator of a <c>WhenEach</c> waits on; null where the runtime has none.</param>
    public MachineFields(PrivateFields fields, Type? whenEachState)
    {
        (_fields, _whenEachState) = (fields, whenEachState);
        _make = Make;
        bool hasLoops = !HasParallel(out Type? parallel) || HasLoops(fields, parallel!);
        bool hasEach = whenEachState is null || Array.Exists(whenEachState.GetNestedTypes(BindingFlags.NonPublic), nested => fields.Field(nested, IteratorField, whenEachState) is not null);
        Missing = [.. hasLoops ? (string[])[] : ["Parallel"], .. hasEach ? (string[])[] : ["WhenEach"]];
    }

    /// <summary>What cannot be told on this runtime.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>The task of the loop that a worker works for; null if it is not such a one.</summary>
    public Task? LoopOf(Task worker) => (Read(worker) as TaskCompletionSource)?.Task;

    /// <summary>What the iterator of a <c>WhenEach</c> waits on; null if it is not such a one.</summary>
    public object? StateOf(Task iterator) => Read(iterator) is { } value && value.GetType() == _whenEachState ? value : null;

    private static bool HasParallel(out Type? parallel) => (parallel = Type.GetType($"{ParallelName}, {ParallelName}")) is not null;

    private static bool HasLoops(PrivateFields fields, Type parallel) =>
        Array.Exists(parallel.GetNestedTypes(BindingFlags.NonPublic), closure => Array.Exists(closure.GetNestedTypes(BindingFlags.NonPublic), machine => IsLoop(machine) && fields.Field<object>(machine, LoopField) is not null));

    private static bool IsLoop(Type machine) => machine.Name.StartsWith("<<For", StringComparison.Ordinal) && machine.Name.Contains("Async>b__", StringComparison.Ordinal);

    private object? Read(Task task)
    {
        MachineShape shape = _shapes.TryGetValue(task.GetType(), out MachineShape? known) ? known : _shapes.GetValue(task.GetType(), _make);
        return shape.Machine?.GetValue(task) is { } machine ? shape.Field!.GetValue(machine) : null;
    }

    private MachineShape Make(Type box)
    {
        FieldInfo? machine = _fields.Field<object>(box, MachineField);
        Type? type = machine?.FieldType;
        FieldInfo? field = type?.Assembly.GetName().Name == ParallelName && IsLoop(type) ? _fields.Field<object>(type, LoopField)
            : type?.DeclaringType is { } outer && outer == _whenEachState ? _fields.Field(type, IteratorField, _whenEachState)
            : null;
        return field is null ? new MachineShape(null, null) : new MachineShape(machine, field);
    }

    /// <summary>How to read tasks of one type; both null where there is nothing to read.</summary>
    private sealed record MachineShape(FieldInfo? Machine, FieldInfo? Field);
}
