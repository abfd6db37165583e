using System.Runtime.CompilerServices;
using AsyncProf.Direct;
using AsyncProf.Events;
using AsyncProf.Events.Tpl;

namespace AsyncProf.Capture;

/// <summary>
/// Proves on a task of our own that events arrive directly: awaited once, it must tell its beginning, the await, the work and its end, in this order, on this thread
/// and with its number. On .NET 8 to 11 these are the same.
/// </summary>
internal sealed class DirectProof : DirectSink
{
    private readonly List<(AsyncEventKind Kind, int Task, int Other, byte Detail, string Name)> _seen = [];
    private int _thread;
    private string? _fault;

    /// <summary>What the events were, where they were not as expected; null if they were. The door is opened on this thread, which may hold the runtime's lock of all listeners, and is left open.</summary>
    public static string? FindFault(DirectDoor door)
    {
        var proof = new DirectProof();
        if (!door.TryOpen(proof))
            return TplIntake.Occupied;
        string? fault = null;
        var thread = new Thread(() => fault = proof.Try()) { IsBackground = true, Name = "AsyncProf" }; // it has no context that would take the continuation elsewhere
        thread.UnsafeStart();
        thread.Join();
        return fault;
    }

    /// <inheritdoc/>
    public override unsafe void OnEvent(int id, int count, RawField* fields)
    {
        if (Environment.CurrentManagedThreadId != Volatile.Read(ref _thread))
            return;
        try
        {
            ref readonly TplLayout layout = ref TplEvents.LayoutOf(id);
            if (!layout.IsKnown)
                return;
            var payload = new RawPayload(count, fields);
            AsyncEvent e = default;
            TplRecorder.Read(payload, layout, ref e);
            _seen.Add(((AsyncEventKind)id, e.TaskId, e.OtherId, e.Detail, id == (int)AsyncEventKind.OperationBegin ? payload.Text(TplEvents.NameField).ToString() : ""));
        }
        catch (InvalidOperationException exception)
        {
            _fault = exception.Message;
        }
    }

    private string? Try()
    {
        try
        {
            return Run();
        }
        catch (Exception exception)
        {
            return exception.GetType().Name; // on this thread it would end the app
        }
    }

    private string? Run()
    {
        Volatile.Write(ref _thread, Environment.CurrentManagedThreadId);
        var gate = new TaskCompletionSource();
        Task task = AwaitAsync(gate.Task);
        int id = task.Id, awaited = gate.Task.Id;
        gate.SetResult();
        (AsyncEventKind, int, int, byte, string)[] expected =
        [
            (AsyncEventKind.OperationBegin, id, 0, 0, TplTaskName.MethodPrefix + MachineOf(nameof(AwaitAsync))),
            (AsyncEventKind.WaitBegin, awaited, id, (byte)WaitBehavior.Asynchronous, ""),
            (AsyncEventKind.WorkBegin, awaited, 0, (byte)TaskWork.CompletionNotification, ""),
            (AsyncEventKind.WorkBegin, id, 0, (byte)TaskWork.Execution, ""),
            (AsyncEventKind.OperationEnd, id, 0, (byte)OperationStatus.Completed, ""),
            (AsyncEventKind.WorkEnd, 0, 0, (byte)TaskWork.Execution, ""),
            (AsyncEventKind.WorkEnd, 0, 0, (byte)TaskWork.CompletionNotification, ""),
        ];
        if (_fault is not null || _seen.SequenceEqual(expected))
            return _fault;
        return $"the events of a known task were {string.Join(", ", _seen.Select(seen => seen.Kind))}";
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task AwaitAsync(Task gate) => await gate.ConfigureAwait(false);

    private static string MachineOf(string method) => typeof(DirectProof).GetMethod(method, System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
        .GetCustomAttributes(typeof(AsyncStateMachineAttribute), inherit: false) is [AsyncStateMachineAttribute { StateMachineType.Name: var name }] ? name : "";
}
