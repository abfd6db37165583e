using AsyncProf.Events;

namespace AsyncProf.Testing.Simulation;

/// <content>How tasks end, what follows, and the truth about it.</content>
internal sealed partial class Simulator
{
    /// <summary>Whom nobody was known to await so long after its end is a root, whatever is told of it later.</summary>
    private const long Grace = 500;

    private static readonly Func<long> AtOnce = static () => 0;

    private void Finish(VirtualThread thread, Activation activation)
    {
        SimTask task = activation.Task!;
        bool announced = task.Begun >= 0;
        switch (task.Kind)
        {
            case var _ when task.IsDispatched:
                FinishDispatched(thread, activation);
                return;
            case SimTaskKind.Delegate or SimTaskKind.Continuation:
                // A delegate's segment ends before the task does.
                Return(thread);
                if (task.Pending == 0)
                    EndDelegate(thread, task);
                else
                    Tell(task, thread.Clock, TruthKind.Awaiting);
                Unblock(thread);
                return;
            case SimTaskKind.Pooled:
                thread.Stack.Pop();
                Complete(thread, task);
                return;
            case SimTaskKind.Iterator when activation.Kind == ActivationKind.Call || !announced:
                if (announced)
                    Emit(thread, AsyncEvent.OperationEnd(thread.Clock, task.Id, task.Status));
                thread.Stack.Pop();
                Complete(thread, task);
                return;
            case SimTaskKind.Iterator:
                Emit(thread, AsyncEvent.OperationEnd(thread.Clock, task.Id, task.Status));
                activation.IsOver = true;
                Complete(thread, task);
                Give(thread, task);
                return;
        }

        if (!announced)
        {
            // It never suspended: nobody hears of it, unless it failed.
            thread.Stack.Pop();
            Complete(thread, task);
            if (task.Status != OperationStatus.Completed)
                Emit(thread, AsyncEvent.OperationEnd(thread.Clock, task.Id, task.Status));
            return;
        }

        Emit(thread, AsyncEvent.OperationEnd(thread.Clock, task.Id, task.Status));
        if (task.Kind == SimTaskKind.Void)
            Emit(thread, AsyncEvent.OperationEnd(thread.Clock, task.Id, task.Status));
        activation.IsOver = true; // its segment stays below its own bracket
        Complete(thread, task);
    }

    private void EndDelegate(VirtualThread thread, SimTask task)
    {
        Emit(thread, AsyncEvent.OperationEnd(thread.Clock, task.Id, task.Status));
        if (task.Inner is { IsCompleted: false } inner)
            Tell(task, thread.Clock, TruthKind.Awaiting, inner);
        Complete(thread, task);
        if (task.AttachedTo is not { } parent || --parent.Pending > 0)
            return;
        if (parent.Timeline is [.., { Kind: TruthKind.Awaiting, Target: null } wait])
        {
            parent.Timeline[^1] = wait with { Target = task };
            Adopt(task, parent);
            EndDelegate(thread, parent);
        }
    }

    /// <summary>A task completes: its continuations run inside a bracket on this thread.</summary>
    private void Complete(VirtualThread thread, SimTask task)
    {
        task.IsCompleted = true;
        bool goesOn = task.Inner is { IsCompleted: false };
        if (!goesOn && task.Ended < 0)
            SetEnded(thread, task);
        SimTask[] watchers = [.. task.Watchers.Where(watcher => !watcher.IsCompleted)];
        TellWhoGaveUp(task);
        if (task.Each is { Begun: >= 0 } each && task.Continuations.Count == 0)
            Adopt(task, each); // whether it asks for an item just now or not
        if (task.Continuations.Count + watchers.Length == 0 && !task.HadWaiters)
            return;
        if (task.Kind is SimTaskKind.Pooled or SimTaskKind.Silent or SimTaskKind.Each)
        {
            SimTask next = task.Continuations[0];
            if (task.Asynchronous)
                Enqueue(WorkItemKind.Resume, next, thread.Clock);
            else
                Resume(thread, next);
            return;
        }

        Emit(thread, AsyncEvent.WorkBegin(thread.Clock, task.Id, TaskWork.CompletionNotification));
        foreach (SimTask watcher in watchers)
        {
            watcher.StandsFor = task;
            if (watcher.Parent is { } iterator)
                Adopt(task, iterator);
            Complete(thread, watcher);
        }

        thread.Stack.Push(new Activation(task, ActivationKind.Bracket) { Remaining = InOrder(thread, task) });
    }

    /// <summary>Who gave up waiting for a task awaited it all the same, if nobody else did: that is known only at its end.</summary>
    private void TellWhoGaveUp(SimTask task)
    {
        if (task.GaveUp is not { Parent: { } awaiter } relay || task.Continuations.Count > 0 || (task.HasCode && task.Parent is not null))
            return;
        IsUntellable |= awaiter.Ended >= 0; // what it was charged with cannot wait for what it had given up
        relay.StandsFor = task;
        Adopt(task, awaiter);
    }

    /// <summary>What a bracket runs: first what <c>ContinueWith</c> queues, then the rest as it came. Of the methods only the first goes on inside it.</summary>
    private Queue<SimTask> InOrder(VirtualThread thread, SimTask task)
    {
        var inline = new Queue<SimTask>(task.Continuations.Where(next => next.Kind == SimTaskKind.Continuation));
        bool taken = false;
        foreach (SimTask next in task.Continuations.Where(next => next.Kind != SimTaskKind.Continuation))
        {
            bool queued = task.Asynchronous || (taken && next.HasCode && next.Flow == SimFlow.Pool && !(next.IsDispatched && InlinesAll));
            taken |= next.HasCode;
            if (queued)
                Enqueue(next.HasCode ? WorkItemKind.Resume : WorkItemKind.Continue, next, thread.Clock);
            else
                inline.Enqueue(next);
        }

        return inline;
    }

    /// <summary>One that continues after a task has its turn in the bracket.</summary>
    private void Continue(VirtualThread thread, SimTask next, SimTask done)
    {
        switch (next.Kind)
        {
            case SimTaskKind.WhenAll or SimTaskKind.WhenAny:
                ChildEnded(thread, next, done);
                break;
            case SimTaskKind.Unwrap when done == next.Sources[0] && done.Inner is { IsCompleted: false } inner:
                inner.Continuations.Add(next);
                break;
            case SimTaskKind.Unwrap:
                Unwrapped(thread, next, done);
                break;
            case SimTaskKind.Continuation:
                Emit(thread, AsyncEvent.Relation(thread.Clock, next.Id, TaskRelation.Continuation));
                Emit(thread, AsyncEvent.TaskScheduled(thread.Clock, next.Id));
                Scheduled(thread, next);
                Enqueue(WorkItemKind.Resume, next, thread.Clock);
                break;
            case SimTaskKind.Callback:
                GiveUp(thread, next.Sources[0], OperationStatus.Canceled);
                break;
            case SimTaskKind.Relay:
                next.StandsFor = done;
                next.Status = done.Status;
                if (done.Status != OperationStatus.Completed)
                    Emit(thread, AsyncEvent.OperationEnd(thread.Clock, next.Id, done.Status));
                foreach (SimTask waiter in next.Continuations.Where(waiter => waiter.HasCode))
                    Adopt(done, waiter);
                Complete(thread, next);
                break;
            case var _ when next.IsDispatched:
                Resume(thread, next);
                break;
            case var _ when next.Flow == SimFlow.Scheduler:
                int carrier = NextId();
                Emit(thread, AsyncEvent.TaskScheduled(thread.Clock, carrier));
                Enqueue(WorkItemKind.Carry, next, thread.Clock, carrier);
                break;
            case var _ when next.Flow == SimFlow.Context && !thread.InContext:
                Emit(thread, AsyncEvent.ContinuationScheduled(thread.Clock, NextId(), done.Id));
                Enqueue(WorkItemKind.Resume, next, thread.Clock);
                break;
            default:
                Resume(thread, next);
                break;
        }
    }

    private void SetEnded(VirtualThread thread, SimTask task)
    {
        task.Ended = thread.Clock;
        task.EndedOrder = _log.Count;
    }

    private void ChildEnded(VirtualThread thread, SimTask join, SimTask child)
    {
        bool all = join.Kind == SimTaskKind.WhenAll;
        join.Pending--;
        if (join.IsCompleted)
            return;
        Emit(thread, AsyncEvent.Relation(thread.Clock, join.Id, all ? TaskRelation.All : TaskRelation.Any));
        join.StandsFor = child;
        if (join.Parent is { } awaiter)
            Adopt(child, awaiter);
        else
            join.EndedUnclaimed.Add(child);
        if (all && join.Pending > 0)
            return;
        Decide(thread, join);
    }

    /// <summary>A join ends. If all its children must, it fails if any did, and else is cancelled if any was.</summary>
    private void Decide(VirtualThread thread, SimTask join)
    {
        if (join.Kind == SimTaskKind.WhenAll)
            join.Status = join.Sources.Any(child => child.Status == OperationStatus.Error) ? OperationStatus.Error
                : join.Sources.Any(child => child.Status == OperationStatus.Canceled) ? OperationStatus.Canceled : OperationStatus.Completed;
        Emit(thread, AsyncEvent.OperationEnd(thread.Clock, join.Id, join.Status));
        Complete(thread, join);
    }

    private void Unwrapped(VirtualThread thread, SimTask unwrap, SimTask done)
    {
        SimTask run = unwrap.Sources[0];
        SetEnded(thread, run);
        if (done != run)
            Adopt(done, run);
        Emit(thread, AsyncEvent.Relation(thread.Clock, unwrap.Id, TaskRelation.All));
        unwrap.Status = done.Status;
        Emit(thread, AsyncEvent.OperationEnd(thread.Clock, unwrap.Id, done.Status));
        Complete(thread, unwrap);
    }

    /// <summary>A continuation is queued; one that nobody awaits begins only now.</summary>
    private static void Scheduled(VirtualThread thread, SimTask task)
    {
        if (task.Parent is null)
        {
            task.Unscheduled = task.Timeline[0];
            task.Begun = thread.Clock;
            task.Timeline.Clear();
        }

        else
        {
            task.Sources[0].Parent ??= task;
        }

        Tell(task, thread.Clock, TruthKind.Ready);
    }

    /// <summary>The segment on top of a thread's stack, if its operation has neither suspended nor ended in it.</summary>
    private static Activation? LiveTop(VirtualThread thread)
    {
        Activation? top = thread.Stack.FirstOrDefault(a => a.Kind is ActivationKind.Segment or ActivationKind.Carrier);
        return top is { Kind: ActivationKind.Segment, IsOver: false } ? top : null;
    }

    private void Begin(VirtualThread thread, SimTask task, TruthKind kind, SimTask? target = null)
    {
        task.Begun = thread.Clock;
        task.Spawner = thread.Stack.FirstOrDefault(a => a.Kind == ActivationKind.Segment && a.Task != task)?.Task;
        if (task.Spawner is { } spawner)
            task.Entry = spawner.OpenEntry != 0 ? spawner.OpenEntry : spawner.Entry;
        else
            task.Entry = thread.PrefixEntry;
        Tell(task, thread.Clock, kind, target);
    }

    /// <summary>An operation's awaiter is who awaits it first; through a join, who awaits the join.</summary>
    private static void Adopt(SimTask awaited, SimTask awaiter)
    {
        if (awaited is { Parent: null, Unscheduled: { } unscheduled })
        {
            // That somebody awaits it is told only now: it has awaited what it continues from the start.
            awaited.Begun = unscheduled.From;
            awaited.Timeline.Insert(0, unscheduled);
            if (awaited.Ended - awaited.Sources[0].Ended <= Grace)
                awaited.Sources[0].Parent ??= awaited;
        }

        awaited.Parent ??= awaiter;
        switch (awaited)
        {
            case { Kind: SimTaskKind.Unwrap or SimTaskKind.Item }:
                Adopt(awaited.Sources[0], awaiter);
                break;
            case { Kind: SimTaskKind.Relay, StandsFor: { } source }:
                Adopt(source, awaiter);
                break;
            case { Kind: SimTaskKind.Relay, Sources: [{ Kind: SimTaskKind.WhenAll or SimTaskKind.WhenAny } join] }:
                Adopt(join, awaiter); // the join's children are awaited by who awaits what stands for it
                break;
            case { Kind: SimTaskKind.WhenAll or SimTaskKind.WhenAny }:
                foreach (SimTask child in awaited.EndedUnclaimed)
                    Adopt(child, awaiter);
                awaited.EndedUnclaimed.Clear();
                break;
            case { Kind: SimTaskKind.Continuation, Sources: [{ Kind: SimTaskKind.WhenAll or SimTaskKind.WhenAny } join] }:
                Adopt(join, awaited);
                break;
            case { Kind: SimTaskKind.Continuation, Unscheduled: null, Sources: [{ HasCode: true, Ended: >= 0 } antecedent] }:
                antecedent.Parent ??= awaited;
                break;
        }
    }

    private static void Tell(SimTask task, long time, TruthKind kind, SimTask? target = null)
    {
        if (task.Timeline is [.., var last] && last.From == time)
            task.Timeline.RemoveAt(task.Timeline.Count - 1);
        task.Timeline.Add(new Truth(time, kind, target));
    }
}
