using AsyncProf.Events;

namespace AsyncProf.Testing.Simulation;

/// <content>What a thread does next.</content>
internal sealed partial class Simulator
{
    /// <summary>A pool thread takes an item.</summary>
    private void Dispatch(VirtualThread thread, WorkItem item)
    {
        SimTask task = item.Task;
        switch (item.Kind)
        {
            case WorkItemKind.Elapse when task is { Kind: SimTaskKind.Silent }:
                Complete(thread, task);
                break;
            case WorkItemKind.Elapse when !task.IsCompleted:
                thread.Stack.Push(new Activation(task, ActivationKind.Callback));
                Complete(thread, task);
                break;
            case WorkItemKind.GiveUp when !task.IsCompleted:
                GiveUp(thread, task, task.Kind == SimTaskKind.Delay ? OperationStatus.Canceled : OperationStatus.Error);
                break;
            case WorkItemKind.Elapse or WorkItemKind.GiveUp:
                break;
            case WorkItemKind.Continue:
                Continue(thread, task, task.Sources.First(source => source.Asynchronous && source.IsCompleted));
                break;
            case WorkItemKind.Call:
                Start(thread, task);
                break;
            case WorkItemKind.Carry:
                Emit(thread, AsyncEvent.WorkBegin(thread.Clock, item.Id, TaskWork.Execution));
                thread.Stack.Push(new Activation(null, ActivationKind.Carrier, item.Id));
                Resume(thread, task);
                break;
            default:
                thread.InContext = task.Flow == SimFlow.Context;
                Resume(thread, task);
                break;
        }
    }

    private void Advance(VirtualThread thread)
    {
        if (thread.BlockedOn.Count > 0)
        {
            thread.Clock = Math.Max(thread.Clock, thread.BlockedOn.Max(task => task.Ended));
            thread.BlockedOn = [];
            Unblock(thread);
        }

        Activation top = thread.Stack.Peek();
        switch (top.Kind)
        {
            case ActivationKind.Callback:
                thread.Stack.Pop();
                Emit(thread, AsyncEvent.OperationEnd(thread.Clock, top.Task!.Id, OperationStatus.Completed));
                break;
            case ActivationKind.Carrier:
                thread.Stack.Pop();
                Emit(thread, AsyncEvent.WorkEnd(thread.Clock, TaskWork.Execution));
                Emit(thread, AsyncEvent.OperationEnd(thread.Clock, top.Id, OperationStatus.Completed));
                break;
            case ActivationKind.Bracket when top.Remaining!.TryDequeue(out SimTask? next):
                Continue(thread, next, top.Task!);
                break;
            case ActivationKind.Bracket:
                thread.Stack.Pop();
                Emit(thread, AsyncEvent.WorkEnd(thread.Clock, TaskWork.CompletionNotification));
                break;
            case var _ when top.IsOver:
                Return(thread);
                break;
            case var _ when top.Called is { } called:
                top.Called = null;
                Await(thread, top, called); // it was called in the await itself, and the call has come back
                break;
            case var _ when !top.Task!.MoveNext():
                Finish(thread, top);
                break;
            default:
                Take(thread, top, top.Task.Body!.Current);
                break;
        }
    }

    private void Take(VirtualThread thread, Activation activation, Step next)
    {
        switch (next)
        {
            case Step.Burn burn:
                thread.Clock += burn.Ticks;
                break;
            case Step.Start start:
                Start(thread, start.Task);
                break;
            case Step.Post post:
                Enqueue(WorkItemKind.Call, post.Task, thread.Clock);
                break;
            case Step.Await await when await.Task is { Started: false, Kind: SimTaskKind.Method or SimTaskKind.Pooled }:
                activation.Called = await.Task;
                Start(thread, await.Task);
                break;
            case Step.Await await:
                Start(thread, await.Task);
                Await(thread, activation, await.Task);
                break;
            case Step.AwaitRaced raced:
                AwaitRaced(thread, activation, raced.Task);
                break;
            case Step.Next ask:
                Ask(thread, activation, ask.Iterator);
                break;
            case Step.NextAsTask ask:
                ask.Iterator.Item = Add(SimTaskKind.Item, "Task", sources: [ask.Iterator]);
                Ask(thread, activation, ask.Iterator);
                break;
            case Step.Item:
                HandOver(thread, activation);
                break;
            case Step.Block block:
                Block(thread, block.Task);
                break;
            case Step.Hold hold:
                foreach (SimTask task in hold.Tasks)
                    task.HadWaiters = true;
                thread.BlockedOn = hold.Tasks;
                break;
            case Step.Yield:
                Yield(thread, activation);
                break;
            case Step.Complete complete:
                Complete(thread, complete.Source);
                break;
            case Step.Elapse elapse:
                After(thread, elapse.Ticks, WorkItemKind.Elapse, elapse.Silent);
                break;
            case Step.GiveUp giveUp when giveUp.Task.IsCompleted:
                break;
            case Step.GiveUp giveUp:
                GiveUp(thread, giveUp.Task, OperationStatus.Canceled);
                break;
            case Step.CancelAfter callback:
                Emit(thread, AsyncEvent.WaitBegin(thread.Clock, callback.Task.Id, 0, WaitBehavior.Asynchronous));
                callback.Task.Continuations.Add(Add(SimTaskKind.Callback, "", sources: [callback.Relay]));
                break;
            case Step.Launch launch:
                Launch(thread, launch.Loop);
                break;
            case Step.Leave leave:
                Leave(thread, leave.Loop, activation.Task!);
                break;
            case Step.Throw fault:
                activation.Task!.Status = StatusOf(fault);
                Finish(thread, activation);
                break;
            case Step.Mark mark:
                Mark(thread, mark);
                break;
        }
    }

    private static OperationStatus StatusOf(Step.Throw fault) => fault.Cancelled ? OperationStatus.Canceled : OperationStatus.Error;

    private static void Ask(VirtualThread thread, Activation activation, SimTask iterator)
    {
        iterator.Consumer = activation.Task;
        activation.Called = iterator;
        iterator.HasItem = false;
        thread.Stack.Push(new Activation(iterator, ActivationKind.Call));
    }

    /// <summary>Calls a method on this thread; makes what is no method, and says so as the TPL does.</summary>
    private void Start(VirtualThread thread, SimTask task)
    {
        if (task.Started)
            return;
        task.Started = true;
        switch (task.Kind)
        {
            case SimTaskKind.Method or SimTaskKind.Void or SimTaskKind.Pooled:
                thread.Stack.Push(new Activation(task, ActivationKind.Call));
                break;
            case SimTaskKind.Delay:
                Announce(thread, task, task.Name);
                After(thread, task.Delay, WorkItemKind.Elapse, task);
                if (task.Timeout > 0)
                    After(thread, task.Timeout, WorkItemKind.GiveUp, task);
                break;
            case SimTaskKind.Delegate:
                Begin(thread, task, TruthKind.Ready);
                Announce(thread, task, $"Task: {task.Name}");
                Emit(thread, AsyncEvent.TaskScheduled(thread.Clock, task.Id));
                Enqueue(WorkItemKind.Resume, task, thread.Clock);
                break;
            case SimTaskKind.Unwrap:
                task.StandsFor = task.Sources[0];
                Start(thread, task.StandsFor);
                Announce(thread, task, task.Name);
                task.StandsFor.Continuations.Add(task);
                break;
            case SimTaskKind.Continuation:
                bool ofFactory = task.Sources[0] is { Started: false, Kind: SimTaskKind.WhenAll or SimTaskKind.WhenAny };
                Made(thread, task.Sources[0]);
                Begin(thread, task, TruthKind.Awaiting, task.Sources[0]);
                Announce(thread, task, $"Task.ContinueWith: {task.Name}");
                if (!ofFactory)
                    Emit(thread, AsyncEvent.ContinuationScheduled(thread.Clock, task.Id));
                task.Sources[0].Continuations.Add(task);
                break;
            case SimTaskKind.Relay when Made(thread, task.Sources[0]).IsCompleted:
                task.IsCompleted = true; // WaitAsync returns what has already ended
                task.StandsFor = task.Sources[0];
                task.Status = task.Sources[0].Status;
                SetEnded(thread, task);
                break;
            case SimTaskKind.Relay:
                task.Sources[0].Continuations.Add(task);
                if (task.Timeout > 0)
                    After(thread, task.Timeout, WorkItemKind.GiveUp, task);
                break;
            case SimTaskKind.Loop:
                Launch(thread, task);
                break;
            case SimTaskKind.WhenAll or SimTaskKind.WhenAny:
                foreach (SimTask relay in task.Sources.Where(child => child.Kind == SimTaskKind.Relay))
                    Made(thread, relay);
                Announce(thread, task, task.Name);
                Attach(thread, task);
                break;
        }
    }

    /// <summary>What a relay or a join is made of: it is made just before, unless it is a method, which must have been called.</summary>
    private SimTask Made(VirtualThread thread, SimTask source)
    {
        if (!source.Started && source.Kind is not (SimTaskKind.Method or SimTaskKind.Source))
            Start(thread, source);
        return source;
    }

    /// <summary>A delay is cancelled, or a relay gives up on its source.</summary>
    private void GiveUp(VirtualThread thread, SimTask task, OperationStatus status)
    {
        task.Asynchronous |= task.Kind == SimTaskKind.Delay;
        task.Status = status;
        if (task.Kind == SimTaskKind.Relay)
        {
            task.Sources[0].Continuations.Remove(task);
            task.Sources[0].HadWaiters = true;
            task.Sources[0].GaveUp = task;
        }

        Emit(thread, AsyncEvent.OperationEnd(thread.Clock, task.Id, status));
        Complete(thread, task);
    }

    private void Attach(VirtualThread thread, SimTask join)
    {
        SimTask[] open = [.. join.Sources.Where(child => !child.IsCompleted)];
        join.Pending = open.Length;
        foreach (SimTask child in open)
            child.Continuations.Add(join);
        if (open.Length > 0 && (join.Kind == SimTaskKind.WhenAll || open.Length == join.Sources.Count))
            return;
        Decide(thread, join);
    }

    private void Announce(VirtualThread thread, SimTask task, string name) =>
        Emit(thread, AsyncEvent.OperationBegin(thread.Clock, task.Id, _names.Intern(name)));

    private void Mark(VirtualThread thread, Step.Mark mark)
    {
        SimTask? top = LiveTop(thread)?.Task;
        EntryFlags flags = mark.IsScope ? EntryFlags.Scope : EntryFlags.Request;
        if (mark.IsScope && top is not null)
        {
            // A look at what the operation does: it changes nothing of it.
            Emit(thread, mark.Starts
                ? AsyncEvent.EntryStart(thread.Clock, mark.Key, flags, (ushort)mark.Key)
                : AsyncEvent.EntryStop(thread.Clock, mark.Key, _names.Intern(mark.Name), flags, (ushort)mark.Key));
            return;
        }

        if (mark.Starts)
        {
            _started[mark.Key] = thread.Clock;
            if (top is not null)
                top.OpenEntry = mark.Key;
            else
                thread.PrefixEntry = mark.Key;
            Emit(thread, AsyncEvent.EntryStart(thread.Clock, mark.Key, flags));
            return;
        }

        Emit(thread, AsyncEvent.EntryStop(thread.Clock, mark.Key, _names.Intern(mark.Name), flags));
        Requests.Add(new SimRequest(mark.Key, _started[mark.Key], thread.Clock, _log.Count, top));
        if (thread.PrefixEntry == mark.Key)
            thread.PrefixEntry = 0;
        if (top is null)
            return;
        top.OpenEntry = 0;
        if (top.Entry == mark.Key)
            top.Entry = 0;
    }
}
