using AsyncProf.Events;

namespace AsyncProf.Testing.Simulation;

/// <content>How methods suspend, block and go on.</content>
internal sealed partial class Simulator
{
    private readonly Dictionary<long, long> _started = [];

    private void Await(VirtualThread thread, Activation activation, SimTask awaited)
    {
        SimTask task = activation.Task!;
        if (awaited.IsCompleted || awaited.HasItem)
        {
            awaited.Item = null;
            return;
        }

        if (awaited.Item is { Started: false } item)
        {
            item.Started = true;
            Await(thread, activation, item);
            return;
        }

        if (task.IsDispatched)
        {
            AwaitDispatched(thread, activation, awaited);
            return;
        }

        bool told = awaited.Kind is not (SimTaskKind.Silent or SimTaskKind.Each or SimTaskKind.Pooled or SimTaskKind.Iterator);
        Suspend(thread, activation);
        if (told)
            Emit(thread, AsyncEvent.WaitBegin(thread.Clock, awaited.Id, task.Kind == SimTaskKind.Pooled ? 0 : task.Id, WaitBehavior.Asynchronous));
        if (awaited.Kind != SimTaskKind.Iterator)
            awaited.Continuations.Add(task);
        Tell(task, thread.Clock, awaited.Kind == SimTaskKind.Silent ? TruthKind.Waiting : TruthKind.Awaiting, awaited);
        Adopt(awaited, task);
        Leave(thread, activation, told);
    }

    /// <summary>The task completed between the look at it and the await: the TPL tells the await, and queues the awaiter at once.</summary>
    private void AwaitRaced(VirtualThread thread, Activation activation, SimTask awaited)
    {
        if (!awaited.IsCompleted)
        {
            Await(thread, activation, awaited);
            return;
        }

        if (thread.Clock - awaited.Ended > RaceWindow)
            return; // long over: the look at it saw that
        if (activation.Task is { IsDispatched: true } task)
        {
            SuspendDispatched(thread, activation, TruthKind.Awaiting, awaited);
            Enqueue(WorkItemKind.Resume, task, thread.Clock);
            return;
        }

        Suspend(thread, activation);
        Emit(thread, AsyncEvent.WaitBegin(thread.Clock, awaited.Id, activation.Task!.Id, WaitBehavior.Asynchronous));
        Emit(thread, AsyncEvent.ContinuationScheduled(thread.Clock, NextId(), awaited.Id));
        Tell(activation.Task, thread.Clock, TruthKind.Ready);
        Adopt(awaited, activation.Task);
        Enqueue(WorkItemKind.Resume, activation.Task, thread.Clock);
        Leave(thread, activation);
    }

    private void Yield(VirtualThread thread, Activation activation)
    {
        SimTask task = activation.Task!;
        if (task.IsDispatched)
            SuspendDispatched(thread, activation, TruthKind.Ready);
        else
            Suspend(thread, activation);
        int carrier = NextId();
        int current = thread.Stack.FirstOrDefault(a => a.Kind == ActivationKind.Segment && a.Task!.Kind is SimTaskKind.Delegate or SimTaskKind.Continuation)?.Task!.Id ?? 0;
        Emit(thread, AsyncEvent.ContinuationScheduled(thread.Clock, carrier, current));
        if (task.IsDispatched)
        {
            Enqueue(WorkItemKind.Resume, task, thread.Clock);
            return;
        }

        Tell(task, thread.Clock, TruthKind.Ready);
        if (task.Flow == SimFlow.Scheduler)
        {
            carrier = NextId();
            Emit(thread, AsyncEvent.OperationBegin(thread.Clock, carrier, _names.Intern("Task: Invoke")));
            Emit(thread, AsyncEvent.TaskScheduled(thread.Clock, carrier));
            Enqueue(WorkItemKind.Carry, task, thread.Clock, carrier);
        }
        else
        {
            Enqueue(WorkItemKind.Resume, task, thread.Clock);
        }

        Leave(thread, activation);
    }

    private void Block(VirtualThread thread, SimTask task)
    {
        if (!task.Started)
            throw new InvalidOperationException("Start a task before blocking on it.");
        if (task.IsCompleted)
            return;
        Emit(thread, AsyncEvent.WaitBegin(thread.Clock, task.Id, 0, WaitBehavior.Synchronous));
        if (LiveTop(thread) is { } live)
        {
            Tell(live.Task!, thread.Clock, TruthKind.Blocked, task);
            Adopt(task, live.Task!);
        }

        task.HadWaiters = true;
        thread.BlockedOn = [task];
        LinkedListNode<WorkItem>? queued = _queue.First;
        while (queued is not null && queued.Value.Task != task)
            queued = queued.Next;
        if (queued is null || task.Kind != SimTaskKind.Delegate)
            return;
        _queue.Remove(queued);
        task.HadWaiters = false;
        thread.BlockedOn = [];
        Resume(thread, task); // not begun yet: it runs inside the wait
    }

    /// <summary>What a thread was blocked on has completed.</summary>
    private static void Unblock(VirtualThread thread)
    {
        if (LiveTop(thread)?.Task is { Timeline: [.., { Kind: TruthKind.Blocked }] } blocked)
            Tell(blocked, thread.Clock, TruthKind.Running);
    }

    /// <summary>An iterator has an item: who asked for it goes on, inside the iterator's segment if it was suspended.</summary>
    private void HandOver(VirtualThread thread, Activation activation)
    {
        SimTask iterator = activation.Task!;
        iterator.HasItem = true;
        if (activation.Kind == ActivationKind.Call)
        {
            thread.Stack.Pop();
            return;
        }

        activation.IsOver = true;
        Tell(iterator, thread.Clock, TruthKind.Idle);
        Give(thread, iterator);
    }

    /// <summary>Who asked an iterator goes on, by a task if it asked so.</summary>
    private void Give(VirtualThread thread, SimTask iterator)
    {
        if (iterator.Item is not { } item)
        {
            Resume(thread, iterator.Consumer!);
            return;
        }

        iterator.Item = null;
        item.StandsFor = iterator;
        Complete(thread, item);
    }

    /// <summary>The TPL announces a method when it suspends for the first time.</summary>
    private void Suspend(VirtualThread thread, Activation activation)
    {
        SimTask task = activation.Task!;
        if (task.Begun >= 0)
            return;
        Begin(thread, task, TruthKind.Waiting);
        if (task.Kind != SimTaskKind.Pooled)
            Announce(thread, task, $"Async: {task.Machine ?? $"<{task.Name}>d__0"}");
    }

    /// <summary>A suspended method gives the thread back to whatever called or resumed it.</summary>
    /// <remarks>Of a suspension that no event tells, the 18 is the only sign; the way there would be running time.</remarks>
    private void Leave(VirtualThread thread, Activation activation, bool told = true)
    {
        activation.IsOver = true;
        bool lingers = told && activation.Kind == ActivationKind.Segment && Linger != AtOnce;
        if (lingers)
            thread.Clock += Linger();
        else
            Return(thread);
    }

    /// <summary>The topmost activation goes.</summary>
    private void Return(VirtualThread thread)
    {
        Activation gone = thread.Stack.Pop();
        if (gone.Kind != ActivationKind.Segment)
            return;
        Emit(thread, AsyncEvent.WorkEnd(thread.Clock, TaskWork.Execution));
        GiveBack(thread);
    }

    /// <summary>The segment below has its thread back.</summary>
    private static void GiveBack(VirtualThread thread)
    {
        if (LiveTop(thread)?.Task is { Timeline: [.., { Kind: TruthKind.Ready }] } lent)
            Tell(lent, thread.Clock, TruthKind.Running);
    }

    /// <summary>The segment on top lends its thread to another.</summary>
    private static void Lend(VirtualThread thread)
    {
        if (LiveTop(thread)?.Task is { Timeline: not [.., { Kind: TruthKind.Blocked }] } lender)
            Tell(lender, thread.Clock, TruthKind.Ready);
    }

    private void Resume(VirtualThread thread, SimTask task)
    {
        if (task.IsDispatched)
        {
            ResumeDispatched(thread, task);
            return;
        }

        if (task.Kind == SimTaskKind.Pooled)
        {
            Tell(task, thread.Clock, TruthKind.Running);
            thread.Stack.Push(new Activation(task, ActivationKind.Unnamed));
            return;
        }

        Lend(thread);
        if (task.Begun >= 0)
            Tell(task, thread.Clock, TruthKind.Running);
        Emit(thread, AsyncEvent.WorkBegin(thread.Clock, task.Id, TaskWork.Execution));
        thread.Stack.Push(new Activation(task, ActivationKind.Segment));
    }
}
