using System.Runtime.CompilerServices;
using AsyncProf.Events;
using AsyncProf.Events.Tpl;

namespace AsyncProf.Capture;

/// <summary>Writes events of the Task Parallel Library into their threads' buffers, by whichever way they come.</summary>
internal static class TplRecorder
{
    /// <summary>Writes one event.</summary>
    /// <param name="hub">Where it belongs.</param>
    /// <param name="buffer">This thread's buffer, entered.</param>
    /// <param name="id">The event's number.</param>
    /// <param name="payload">Its payload.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Record<TPayload>(CaptureHub hub, ThreadBuffer buffer, int id, TPayload payload)
        where TPayload : struct, ITplPayload
    {
        ref readonly TplLayout layout = ref TplEvents.LayoutOf(id);
        if (!layout.IsKnown)
            return; // somebody else asked for more
        if (hub.Edges.IsOn)
            hub.Edges.Before(buffer, id, payload, layout);
        MeasuredUse measured = hub.Uses.Measured;
        if ((measured & MeasuredUse.Cpu) != 0 && IsBound(id, payload, layout) && !(id == (int)AsyncEventKind.WorkEnd && buffer.Use.HasJustEnded))
            hub.Uses.BeforeBound(buffer);
        if (id == (int)AsyncEventKind.OperationBegin && measured != MeasuredUse.None && buffer.Use.IsInPrefix)
            hub.Uses.BeforeMark(buffer); // what comes before it is the request's, which nobody executes as a task
        ref AsyncEvent e = ref buffer.Reserve((AsyncEventKind)id);
        if (Unsafe.IsNullRef(ref e))
            return;
        Read(payload, layout, ref e);
        if (measured != MeasuredUse.None)
            hub.Uses.At(buffer, ref e, id == (int)AsyncEventKind.OperationBegin ? payload.Text(TplEvents.NameField) : default);
        if (id == (int)AsyncEventKind.OperationBegin)
        {
            hub.Exact.Begin(buffer, ref e, payload.Text(TplEvents.NameField));
            e.Scope = ScopeFlow.Current;
        }
        else if (id == (int)AsyncEventKind.WaitBegin)
        {
            hub.Exact.Wait(buffer, ref e);
        }
        else if (id == (int)AsyncEventKind.ContinuationScheduled)
        {
            hub.Exact.Yield(buffer, ref e);
        }

        buffer.Publish();
    }

    /// <summary>Whether another operation may run on the thread after an event, or none, or one that waits for what it has blocked on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsBound<TPayload>(int id, TPayload payload, in TplLayout layout)
        where TPayload : struct, ITplPayload =>
        (AsyncEventKind)id switch
        {
            AsyncEventKind.WorkBegin or AsyncEventKind.WorkEnd => payload.Int(layout.Detail) == (int)TaskWork.Execution,
            AsyncEventKind.OperationEnd => true,
            AsyncEventKind.WaitBegin => payload.Int(layout.Detail) == (int)WaitBehavior.Synchronous,
            _ => false,
        };

    /// <summary>Reads all of a payload but the name.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Read<TPayload>(TPayload payload, in TplLayout layout, ref AsyncEvent e)
        where TPayload : struct, ITplPayload
    {
        if (layout.TaskId >= 0)
            e.TaskId = payload.Int(layout.TaskId);
        if (layout.OtherId >= 0)
            e.OtherId = payload.Int(layout.OtherId);
        if (layout.Extra >= 0)
            e.Extra = payload.Int(layout.Extra);
        if (layout.Detail >= 0)
            e.Detail = (byte)payload.Int(layout.Detail);
    }
}
