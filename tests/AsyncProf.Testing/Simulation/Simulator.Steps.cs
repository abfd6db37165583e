using AsyncProf.Events;

namespace AsyncProf.Testing.Simulation;

/// <content>What a thread does next.</content>
public sealed partial class Simulator
{
    private void Advance(VirtualThread thread)
    {
        if (thread.BlockedOn is { } blocker)
        {
            thread.Clock = Math.Max(thread.Clock, _completedAt[blocker]);
            thread.BlockedOn = null;
        }

        Activation top = thread.Stack.Peek();
        switch (top.Kind)
        {
            case ActivationKind.Callback:
                thread.Stack.Pop();
                Emit(thread, AsyncEvent.OperationEnd(thread.Clock, top.Task.Id, OperationStatus.Completed));
                break;
            case ActivationKind.Bracket:
                AdvanceBracket(thread, top);
                break;
            default:
                AdvanceMethod(thread, top);
                break;
        }
    }

    private void AdvanceBracket(VirtualThread thread, Activation bracket)
    {
        if (bracket.Remaining!.TryDequeue(out SimTask? next))
        {
            if (next.Kind is SimTaskKind.WhenAll or SimTaskKind.WhenAny)
                ChildCompleted(thread, next);
            else
                Resume(thread, next);
            return;
        }

        thread.Stack.Pop();
        Emit(thread, AsyncEvent.WorkEnd(thread.Clock, TaskWork.CompletionNotification));
    }

    private void ChildCompleted(VirtualThread thread, SimTask join)
    {
        bool all = join.Kind == SimTaskKind.WhenAll;
        join.Pending--;
        if (join.IsCompleted)
            return;
        Emit(thread, AsyncEvent.Relation(thread.Clock, join.Id, all ? TaskRelation.All : TaskRelation.Any));
        if (all && join.Pending > 0)
            return;
        Emit(thread, AsyncEvent.OperationEnd(thread.Clock, join.Id, OperationStatus.Completed));
        CompleteTask(thread, join);
    }

    private void AdvanceMethod(VirtualThread thread, Activation activation)
    {
        if (_ended.Contains(activation.Task))
        {
            thread.Stack.Pop();
            Emit(thread, AsyncEvent.WorkEnd(thread.Clock, TaskWork.Execution));
            return;
        }

        if (_awaitOnReturn.Remove(activation.Task, out SimTask? called))
        {
            Await(thread, activation, called); // it was called in the await itself, and the call has come back
            return;
        }

        if (!activation.Task.Body!.MoveNext())
        {
            End(thread, activation, failed: false);
            return;
        }

        switch (activation.Task.Body.Current)
        {
            case Step.Burn burn:
                thread.Clock += burn.Ticks;
                Credit(thread, burn.Ticks);
                break;
            case Step.Start start:
                Call(thread, start.Task);
                break;
            case Step.Await await when !await.Task.Announced:
                _awaitOnReturn.Add(activation.Task, await.Task);
                Call(thread, await.Task);
                break;
            case Step.Await await:
                Await(thread, activation, await.Task);
                break;
            case Step.Block block:
                Block(thread, block.Task);
                break;
            case Step.Yield:
                Suspend(thread, activation);
                Emit(thread, AsyncEvent.ContinuationScheduled(thread.Clock, ++_nextId));
                _queue.Enqueue((activation.Task, thread.Clock));
                Leave(thread, activation);
                break;
            case Step.Complete complete:
                CompleteTask(thread, complete.Source);
                break;
            case Step.Throw:
                End(thread, activation, failed: true);
                break;
            case Step.Mark mark:
                Emit(thread, mark.Starts
                    ? AsyncEvent.EntryStart(thread.Clock, mark.Key, EntryFlags.Request)
                    : AsyncEvent.EntryStop(thread.Clock, mark.Key, _names.Intern(mark.Name), EntryFlags.Request));
                break;
        }
    }

    /// <summary>The time belongs to the operation whose segment is on top, be it in a method that it called and that has not suspended yet.</summary>
    private static void Credit(VirtualThread thread, long ticks)
    {
        foreach (Activation activation in thread.Stack)
        {
            if (activation.Kind == ActivationKind.Call)
                continue;
            if (activation.Kind == ActivationKind.Segment)
                activation.Task.Running += ticks;
            return;
        }
    }

    private void Await(VirtualThread thread, Activation activation, SimTask awaited)
    {
        if (awaited.IsCompleted)
            return;
        Suspend(thread, activation);
        Emit(thread, AsyncEvent.WaitBegin(thread.Clock, awaited.Id, activation.Task.Id, WaitBehavior.Asynchronous));
        awaited.Continuations.Add(activation.Task);
        activation.Task.Awaited = awaited;
        Leave(thread, activation);
    }

    private void Block(VirtualThread thread, SimTask task)
    {
        if (!task.Announced)
            throw new InvalidOperationException("Start a task before blocking on it.");
        if (task.IsCompleted)
            return;
        Emit(thread, AsyncEvent.WaitBegin(thread.Clock, task.Id, 0, WaitBehavior.Synchronous));
        thread.BlockedOn = task;
    }

    /// <summary>The TPL announces a method when it suspends for the first time.</summary>
    private void Suspend(VirtualThread thread, Activation activation)
    {
        if (!_suspended.Add(activation.Task))
            return;
        activation.Task.Begun = thread.Clock;
        Emit(thread, AsyncEvent.OperationBegin(thread.Clock, activation.Task.Id, _names.Intern($"Async: <{activation.Task.Name}>d__0")));
    }

    /// <summary>A suspended method gives the thread back to whatever called or resumed it.</summary>
    private void Leave(VirtualThread thread, Activation activation)
    {
        thread.Stack.Pop();
        if (activation.Kind == ActivationKind.Segment)
            Emit(thread, AsyncEvent.WorkEnd(thread.Clock, TaskWork.Execution));
    }

    private void End(VirtualThread thread, Activation activation, bool failed)
    {
        SimTask task = activation.Task;
        task.Failed = failed;
        OperationStatus status = failed ? OperationStatus.Error : OperationStatus.Completed;
        if (task.Kind == SimTaskKind.Delegate)
        {
            // A delegate's segment ends before the task does.
            thread.Stack.Pop();
            Emit(thread, AsyncEvent.WorkEnd(thread.Clock, TaskWork.Execution));
            Emit(thread, AsyncEvent.OperationEnd(thread.Clock, task.Id, status));
            CompleteTask(thread, task);
            return;
        }

        if (activation.Kind == ActivationKind.Call)
        {
            // It never suspended: nobody hears of it, unless it failed.
            thread.Stack.Pop();
            Finish(thread, task);
            if (failed)
                Emit(thread, AsyncEvent.OperationEnd(thread.Clock, task.Id, status));
            return;
        }

        Emit(thread, AsyncEvent.OperationEnd(thread.Clock, task.Id, status));
        _ended.Add(task); // its segment stays below its own bracket
        CompleteTask(thread, task);
    }

    private void Finish(VirtualThread thread, SimTask task)
    {
        task.IsCompleted = true;
        task.Ended = thread.Clock;
        _completedAt[task] = thread.Clock;
    }

    /// <summary>A task completes: its continuations run inside a bracket on this thread.</summary>
    private void CompleteTask(VirtualThread thread, SimTask task)
    {
        Finish(thread, task);
        if (task.Continuations.Count == 0)
            return;
        Emit(thread, AsyncEvent.WorkBegin(thread.Clock, task.Id, TaskWork.CompletionNotification));
        thread.Stack.Push(new Activation(task, ActivationKind.Bracket) { Remaining = new Queue<SimTask>(task.Continuations) });
    }
}
