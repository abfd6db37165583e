using AsyncProf.Events;

namespace AsyncProf.Testing.Simulation;

/// <content>
/// Methods compiled as runtime-async (.NET 11): what their dispatchers say, in the runtime's order. The TPL says nothing of them but that they yield, and of whatever they await.
/// </content>
internal sealed partial class Simulator
{
    /// <summary>The longest stack that is told, from the leaf on.</summary>
    private const int MostFrames = 255;

    private const long CodeStart = 0x1000_0000_0000;

    private readonly Dictionary<long, SimTask> _addresses = [];

    /// <summary>The methods by the addresses in them that stacks hold.</summary>
    public IReadOnlyDictionary<long, SimTask> Addresses => _addresses;

    private void AwaitDispatched(VirtualThread thread, Activation activation, SimTask awaited)
    {
        SimTask task = activation.Task!;
        SuspendDispatched(thread, activation, awaited.Kind == SimTaskKind.Silent ? TruthKind.Waiting : TruthKind.Awaiting, awaited);
        if (awaited.Kind != SimTaskKind.Iterator)
            awaited.Continuations.Add(task);
    }

    /// <summary>
    /// A method suspends, and with it all whose call of it, directly in an await, has not come back. A chain that suspends for the first time gets a dispatcher; in one that goes on,
    /// the calls below the one that ran stay.
    /// </summary>
    private void SuspendDispatched(VirtualThread thread, Activation activation, TruthKind kind, SimTask? awaited = null)
    {
        SimTask runner = activation.Task!;
        runner.AwaitsMade = awaited is { IsCompleted: false, Kind: SimTaskKind.Delay or SimTaskKind.WhenAll or SimTaskKind.WhenAny } && thread.Made == awaited.Id;
        runner.Opaque = awaited;
        bool hasHelper = HasHelper(runner);
        var fresh = new List<SimTask>();
        StopIn(thread, runner, kind, awaited);
        while (runner.Dispatcher is null)
        {
            fresh.Insert(0, runner);
            if (!thread.Stack.TryPeek(out Activation? top) || top.Called != runner || !top.Task!.IsDispatched)
                break;
            SimTask caller = top.Task;
            top.Called = null;
            StopIn(thread, caller, TruthKind.Awaiting, runner);
            Adopt(runner, caller);
            runner = caller;
        }

        bool isFirst = runner.Dispatcher is null;
        SimDispatcher dispatcher = runner.Dispatcher ?? new SimDispatcher(runner.Id);
        Renew(thread);
        dispatcher.Calls.AddRange(fresh);
        foreach (SimTask call in fresh)
            call.Dispatcher = dispatcher;
        if (isFirst)
        {
            Emit(thread, AsyncEvent.Dispatch(thread.Clock, AsyncEventKind.DispatchBegin, dispatcher.Id, thread.Dispatchers is [.., var parent] ? parent.Id : 0));
            EmitStack(thread, dispatcher, DispatchMoment.Begin, hasHelper);
        }
        else
        {
            Suspend(thread, dispatcher, hasHelper);
        }
    }

    /// <summary>A method gives the thread back, as far as its own time goes.</summary>
    private void StopIn(VirtualThread thread, SimTask task, TruthKind kind, SimTask? awaited)
    {
        if (task.Begun < 0)
            Begin(thread, task, kind, awaited);
        else
            Tell(task, thread.Clock, kind, awaited);
        task.Suspensions++;
        // The code of a method that runs often is compiled again: one await has two addresses.
        task.Address = CodeStart + ((long)(uint)task.Id << 12) + (task.Suspensions % 32 * 16) + (_log.Count % 2 * 8);
        _addresses[task.Address] = task;
        if (thread.Stack.Pop().Kind == ActivationKind.Segment)
            GiveBack(thread);
    }

    private void Suspend(VirtualThread thread, SimDispatcher dispatcher, bool hasHelper)
    {
        EmitStack(thread, dispatcher, DispatchMoment.Suspend, hasHelper);
        Emit(thread, AsyncEvent.Dispatch(thread.Clock, AsyncEventKind.DispatchSuspend));
        thread.Dispatchers.Remove(dispatcher);
    }

    /// <summary>Whether a method of the runtime's own awaits for it: not for a yield, nor for an awaiter that somebody wrote.</summary>
    private static bool HasHelper(SimTask task) => task.Opaque is { } awaited && (awaited.Kind != SimTaskKind.Silent || awaited.Id % 2 == 0);

    private void ResumeDispatched(VirtualThread thread, SimTask leaf)
    {
        SimDispatcher dispatcher = leaf.Dispatcher!;
        Learn(thread, leaf);
        Renew(thread);
        thread.Dispatchers.Add(dispatcher);
        Emit(thread, AsyncEvent.Dispatch(thread.Clock, AsyncEventKind.DispatchResume, dispatcher.Id));
        bool hasHelper = HasHelper(leaf);
        EmitStack(thread, dispatcher, DispatchMoment.Resume, hasHelper);
        SimTask? awaited = leaf.Opaque;
        leaf.Opaque = null;
        if (hasHelper)
        {
            Emit(thread, AsyncEvent.Dispatch(thread.Clock, AsyncEventKind.DispatchMethodResume));
            if (awaited!.Status == OperationStatus.Completed)
                Emit(thread, AsyncEvent.Dispatch(thread.Clock, AsyncEventKind.DispatchMethodComplete));
            else
                dispatcher.Unwinding++;
        }

        GoOn(thread, dispatcher, leaf);
    }

    /// <summary>
    /// What a method awaited is told only by where it goes on: directly in the completion of that. Elsewhere it is told of what was made directly before; else nobody can know.
    /// </summary>
    private static void Learn(VirtualThread thread, SimTask leaf)
    {
        if (leaf.Opaque is not { Kind: not SimTaskKind.Silent } awaited)
            return;
        bool isInside = thread.Stack.TryPeek(out Activation? top) && (awaited.Kind == SimTaskKind.Pooled || (top.Task == awaited && top.Kind is ActivationKind.Bracket or ActivationKind.Segment));
        if ((isInside || leaf.AwaitsMade) && awaited is not { Kind: SimTaskKind.Relay, StandsFor: null })
            Adopt(awaited, leaf);
        else
            leaf.Timeline[^1] = leaf.Timeline[^1] with { Kind = TruthKind.Waiting, Target = null };
    }

    /// <summary>The leaf-most call that has not ended has its turn: it goes where it must go on, catches what was thrown or lets it pass, or runs.</summary>
    private void GoOn(VirtualThread thread, SimDispatcher dispatcher, SimTask next)
    {
        if (next.Flow == SimFlow.Context && !thread.InContext)
        {
            Unwind(thread, dispatcher);
            Suspend(thread, dispatcher, hasHelper: false);
            Tell(next, thread.Clock, TruthKind.Ready);
            Enqueue(WorkItemKind.Resume, next, thread.Clock);
            return;
        }

        if (dispatcher.Unwinding > 0 && next.Peek() is Step.Throw { Passes: true } fault)
        {
            next.Status = StatusOf(fault);
            EndCall(thread, dispatcher, next);
            return;
        }

        Unwind(thread, dispatcher);
        Lend(thread);
        Tell(next, thread.Clock, TruthKind.Running);
        Emit(thread, AsyncEvent.Dispatch(thread.Clock, AsyncEventKind.DispatchMethodResume));
        thread.Stack.Push(new Activation(next, ActivationKind.Segment));
    }

    private void FinishDispatched(VirtualThread thread, Activation activation)
    {
        SimTask task = activation.Task!;
        thread.Stack.Pop();
        if (task.Dispatcher is not { } dispatcher)
        {
            Complete(thread, task); // it never suspended, and nobody hears of it
            return;
        }

        GiveBack(thread);
        Renew(thread);
        EndCall(thread, dispatcher, task);
    }

    private void EndCall(VirtualThread thread, SimDispatcher dispatcher, SimTask task)
    {
        task.IsCompleted = true;
        SetEnded(thread, task);
        dispatcher.Calls.Remove(task);
        if (task.Status == OperationStatus.Completed)
            Emit(thread, AsyncEvent.Dispatch(thread.Clock, AsyncEventKind.DispatchMethodComplete));
        else
            dispatcher.Unwinding++;
        if (dispatcher.Calls.Count > 0)
        {
            GoOn(thread, dispatcher, dispatcher.Calls[^1]);
            return;
        }

        Unwind(thread, dispatcher);
        Emit(thread, AsyncEvent.Dispatch(thread.Clock, AsyncEventKind.DispatchComplete));
        thread.Dispatchers.Remove(dispatcher);
        Complete(thread, task);
    }

    private void Unwind(VirtualThread thread, SimDispatcher dispatcher)
    {
        if (dispatcher.Unwinding == 0)
            return;
        Emit(thread, AsyncEvent.Dispatch(thread.Clock, AsyncEventKind.DispatchUnwind, otherId: dispatcher.Unwinding));
        dispatcher.Unwinding = 0;
    }

    /// <summary>Before a thread says anything in a session that is new to it, it tells which dispatchers it runs, the outermost first.</summary>
    private void Renew(VirtualThread thread)
    {
        if (thread.Session >= Sessions.Count || Sessions[thread.Session] > thread.Clock)
            return;
        while (thread.Session < Sessions.Count && Sessions[thread.Session] <= thread.Clock)
            thread.Session++;
        int made = thread.Made;
        Emit(thread, AsyncEvent.Dispatch(thread.Clock, AsyncEventKind.DispatchReset));
        foreach (SimDispatcher dispatcher in thread.Dispatchers)
        {
            Emit(thread, AsyncEvent.Dispatch(thread.Clock, AsyncEventKind.DispatchResume, dispatcher.Id));
            EmitStack(thread, dispatcher, DispatchMoment.Resume, hasHelper: false);
        }

        thread.Made = made;
    }

    private void EmitStack(VirtualThread thread, SimDispatcher dispatcher, DispatchMoment moment, bool hasHelper)
    {
        List<long> frames = hasHelper ? [0] : [];
        for (int i = dispatcher.Calls.Count - 1; i >= 0 && frames.Count < MostFrames; i--)
            frames.Add(dispatcher.Calls[i].Address);
        Emit(thread, AsyncEvent.DispatchStack(thread.Clock, dispatcher.Id, frames.Count, moment));
        foreach (long frame in frames)
            Emit(thread, AsyncEvent.DispatchFrame(thread.Clock, frame));
    }
}
