using System.Reflection;
using System.Runtime.CompilerServices;
using AsyncProf.Events;

namespace AsyncProf.Edges;

/// <summary>
/// Says what a task and what goes on at its end have to do with each other, by the types of the runtime. Of types that it does not know it says nothing.
/// </summary>
internal sealed class TaskLinks
{
    private static readonly LinkShape Silent = new(LinkKind.Silent);

    private readonly ConditionalWeakTable<Type, LinkShape> _shapes = [];
    private readonly ConditionalWeakTable<Type, LinkShape>.CreateValueCallback _make;
    private readonly PrivateFields _fields;
    private readonly Type? _action;
    private readonly Type? _machineBox;
    private readonly Type? _standIn;
    private readonly Type? _unwrap;
    private readonly Type? _continueWith;
    private readonly FieldInfo? _continued;

    public TaskLinks(PrivateFields fields)
    {
        _make = Make; // the only delegate
        _fields = fields;
        _action = fields.Core("System.Threading.Tasks.ITaskCompletionAction");
        _machineBox = fields.Core("System.Runtime.CompilerServices.IAsyncStateMachineBox");
        _standIn = fields.Core("System.Threading.Tasks.Task+CancellationPromise`1");
        _unwrap = fields.Core("System.Threading.Tasks.UnwrapPromise`1");
        _continueWith = fields.Core("System.Threading.Tasks.ContinueWithTaskContinuation");
        WhenEachState = fields.Core("System.Threading.Tasks.Task+WhenEachState");
        _continued = fields.Field<Task>(_continueWith, "m_task");
        Missing =
        [
            .. Unless(_action is not null, "joins"),
            .. Unless(fields.Field<Task>(_standIn, "_task") is not null, "WaitAsync"),
            .. Unless(_machineBox is not null && fields.Field<byte>(_unwrap, "_state") is not null, "Unwrap"),
            .. Unless(_continued is not null, "ContinueWith"),
            .. Unless(WhenEachState is not null || Environment.Version.Major < 9, "WhenEach"),
        ];
    }

    /// <summary>What the iterator of a <c>WhenEach</c> waits on; null where the runtime has none.</summary>
    public Type? WhenEachState { get; }

    /// <summary>What cannot be told on this runtime.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>The task that another stands for; null if it is not such a one.</summary>
    public Task? RealOf(Task task) => ShapeOf(task) is not { Kind: LinkKind.StandsFor } shape ? null : shape.Field!.GetValue(task) as Task;

    /// <summary>What something that goes on at the end of a task is to it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LinkShape ShapeOf(object next) => next is Delegate ? Silent : _shapes.TryGetValue(next.GetType(), out LinkShape? shape) ? shape : _shapes.GetValue(next.GetType(), _make);

    /// <summary>
    /// The edge from a task to what goes on at its end; <see cref="EdgeKind.None"/> where there is none, or it is a <see cref="LinkKind.Yields"/>; <see cref="EdgeKind.Nobody"/> where what
    /// waited has ended before: one that gives up runs its own continuations first, and only then leaves the task.
    /// </summary>
    /// <param name="task">The task.</param>
    /// <param name="next">What goes on.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="other">The other task.</param>
    public EdgeKind Tell(Task task, object next, LinkShape shape, out int other)
    {
        other = 0;
        if (shape.Kind is LinkKind.Silent or LinkKind.Yields)
            return EdgeKind.None;
        if ((shape.Kind == LinkKind.Continues ? shape.Field!.GetValue(next) : next) is not Task waiter)
            return EdgeKind.None;
        if (waiter.IsCompleted)
            return EdgeKind.Nobody;
        other = waiter.Id;
        return shape.Kind switch
        {
            LinkKind.StandsFor => EdgeKind.StandsFor,
            LinkKind.Unwraps when shape.Field!.GetValue(next) is (byte)0 && !_machineBox!.IsInstanceOfType(task) => EdgeKind.UnwrappedBy, // it still waits for the outer one
            _ => EdgeKind.Awaits,
        };
    }

    private static IEnumerable<string> Unless(bool isThere, string name) => isThere ? [] : [name];

    private LinkShape Make(Type type)
    {
        if (type == _continueWith)
            return Of(LinkKind.Continues, _continued);
        if (type == WhenEachState)
            return new LinkShape(LinkKind.Yields);
        Type? generic = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        if (generic is not null && generic == _standIn)
            return Of(LinkKind.StandsFor, _fields.Field<Task>(type, "_task"));
        if (generic is not null && generic == _unwrap)
            return _machineBox is null ? Silent : Of(LinkKind.Unwraps, _fields.Field<byte>(type, "_state"));
        return _action?.IsAssignableFrom(type) == true && type.IsAssignableTo(typeof(Task)) ? new LinkShape(LinkKind.Joins) : Silent;
    }

    /// <summary>Without its field nothing is told: rather no edge than a wrong one.</summary>
    private static LinkShape Of(LinkKind kind, FieldInfo? field) => field is null ? Silent : new LinkShape(kind, field);
}
