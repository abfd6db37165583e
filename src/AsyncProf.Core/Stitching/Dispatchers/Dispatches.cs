using System.Runtime.InteropServices;
using AsyncProf.Events;
using AsyncProf.Stitching.Operations;
using AsyncProf.Stitching.Records;

namespace AsyncProf.Stitching.Dispatchers;

/// <summary>
/// Methods compiled as runtime-async: says in the TPL's words what their dispatchers do, so that one set of rules stitches both. Each call of a chain is
/// an operation; the first one has the dispatcher's task id, the others get ids that no task has.
/// </summary>
internal sealed class Dispatches(TaskIds ids, OperationStore store, StitcherCounts counts)
{
    /// <summary>So many are kept before it is looked which are over and were never said to be.</summary>
    private const int FirstSweep = 4096;

    /// <summary>What the task of a chain is called; generic ones have more behind it.</summary>
    private const string ChainTask = "System.Runtime.CompilerServices.AsyncHelpers+RuntimeAsyncTask";

    private readonly Dictionary<int, Dispatcher> _known = [];
    private readonly Dictionary<int, ThreadDispatches> _threads = [];
    private readonly List<AsyncEvent> _said = [];
    private readonly CallIds _callIds = new();
    private int _made;
    private int _sweepAt = FirstSweep;

    /// <summary>What an event of a dispatcher means. Valid until the next one.</summary>
    public ReadOnlySpan<AsyncEvent> Tell(ThreadWork thread, in AsyncEvent e)
    {
        _said.Clear();
        if (!_threads.TryGetValue(thread.Key, out ThreadDispatches? on))
            _threads.Add(thread.Key, on = new ThreadDispatches());
        if (on.Before is not null && e.Kind is not (AsyncEventKind.DispatchResume or AsyncEventKind.DispatchStack or AsyncEventKind.DispatchFrame or AsyncEventKind.DispatchReset))
            Settle(on, e.Timestamp);
        switch (e.Kind)
        {
            case AsyncEventKind.DispatchReset:
                on.Forget();
                break;
            case AsyncEventKind.DispatchStack:
                if (on.Expect(e))
                    TakeStack(thread, on, e.Timestamp);
                break;
            case AsyncEventKind.DispatchFrame:
                if (on.Add(e))
                    TakeStack(thread, on, e.Timestamp);
                break;
            case AsyncEventKind.DispatchResume:
                Resume(on, Find(e.TaskId));
                break;
            case AsyncEventKind.DispatchBegin:
                break; // its stack says all
            default:
                if (on.Innermost is { } innermost)
                    TakeStep(thread, on, innermost, e);
                else
                    Doubt();
                break;
        }

        return CollectionsMarshal.AsSpan(_said);
    }

    /// <summary>
    /// Who awaits. To the TPL a chain is the task of its first call, whichever of them awaits: the innermost, which has suspended by then. It says so where what is awaited has a task's own awaiter
    /// and no task is awaited, <c>TaskAwaiter GetAwaiter()</c>.
    /// </summary>
    public int AwaiterOf(int told) => _known.TryGetValue(told, out Dispatcher? chain) && chain.CallerOf(chain.Calls.Count) is var call and not 0 ? call : told;

    /// <summary>
    /// Whether the TPL repeats what a dispatcher has told: while tasks can be looked up (exact edges), it tells when the task of a chain begins, and each time a thread begins and ends to run it, directly
    /// after the chain itself.
    /// </summary>
    public bool IsEcho(ThreadWork thread, in AsyncEvent e) => e.Kind switch
    {
        AsyncEventKind.OperationBegin => _known.ContainsKey(e.TaskId) && store.Names[e.Extra].StartsWith(ChainTask, StringComparison.Ordinal),
        AsyncEventKind.WorkBegin => e.Detail == (byte)TaskWork.Execution && _threads.TryGetValue(thread.Key, out ThreadDispatches? on) && on.IsEcho(e.TaskId, thread.Depth),
        AsyncEventKind.WorkEnd => e.Detail == (byte)TaskWork.Execution && _threads.TryGetValue(thread.Key, out ThreadDispatches? at) && at.EndsEcho(thread.Depth),
        _ => false,
    };

    /// <summary>The thread has ended, or events of it were lost: what it runs is not known.</summary>
    public void Forget(int thread)
    {
        if (_threads.Remove(thread, out ThreadDispatches? on))
            on.Running.ForEach(static run => run.Stop());
    }

    private void TakeStep(ThreadWork thread, ThreadDispatches on, DispatchRun run, in AsyncEvent e)
    {
        Dispatcher innermost = run.Dispatcher;
        switch (e.Kind)
        {
            case AsyncEventKind.DispatchSuspend or AsyncEventKind.DispatchComplete when run.IsOver:
                on.Running.Remove(run);
                Leave(run, e.Timestamp);
                break;
            case not (AsyncEventKind.DispatchSuspend or AsyncEventKind.DispatchComplete) when run.IsOver:
                Doubt();
                break;
            case AsyncEventKind.DispatchMethodResume:
                Run(innermost, e.Timestamp);
                break;
            case AsyncEventKind.DispatchMethodComplete:
                End(innermost, OperationStatus.Completed, e.Timestamp);
                break;
            case AsyncEventKind.DispatchUnwind:
                int thrown = thread.Thrown;
                OperationStatus status = IsCancellation(thrown) ? OperationStatus.Canceled : OperationStatus.Error;
                for (int left = Math.Min(e.OtherId, innermost.Calls.Count); left > 0; left--)
                    End(innermost, status, e.Timestamp, thrown);
                break;
            case AsyncEventKind.DispatchSuspend:
                on.Running.Remove(run);
                Leave(run, e.Timestamp);
                break;
            case AsyncEventKind.DispatchComplete:
                on.Running.Remove(run);
                while (innermost.Calls.Count > 0)
                    End(innermost, OperationStatus.Completed, e.Timestamp);
                Leave(run, e.Timestamp);
                _known.Remove(innermost.Id);
                break;
            default:
                Doubt();
                break;
        }
    }

    private Dispatcher Find(int id)
    {
        if (_known.TryGetValue(id, out Dispatcher? known))
            return known;
        if (_known.Count >= _sweepAt)
            Sweep();
        return _known[id] = new Dispatcher(id);
    }

    /// <summary>An end that was lost leaves a dispatcher for good; its operations are given up by the rules of all others.</summary>
    private void Sweep()
    {
        foreach ((int id, Dispatcher dispatcher) in _known)
        {
            if (!dispatcher.Calls.Exists(call => call.Operation != 0 && ids.Find(call.Operation) is var slot and not 0 && store[slot].IsLive))
                _known.Remove(id);
        }

        _sweepAt = Math.Max(FirstSweep, _known.Count * 2);
    }

    private void Resume(ThreadDispatches on, Dispatcher dispatcher)
    {
        if (on.Retake(dispatcher))
            return;
        if (dispatcher.Calls.Exists(call => call.IsRunning))
            Doubt(); // what runs suspends before it goes on
        on.Running.Add(dispatcher.Begin());
    }

    private void TakeStack(ThreadWork thread, ThreadDispatches on, long time)
    {
        _made = thread.LastKind == AsyncEventKind.OperationBegin ? thread.LastTaskId : 0;
        if (on.Moment == DispatchMoment.Begin)
            _known.Remove(on.Dispatcher); // ids come again, and an end may have been lost
        else if (on is { Moment: DispatchMoment.Suspend, Innermost: { IsOver: true } old } && old.Dispatcher.Id == on.Dispatcher)
            return; // it has gone on since
        Dispatcher dispatcher = Find(on.Dispatcher);
        switch (on.Moment)
        {
            case DispatchMoment.Begin:
                Suspend(dispatcher, on.Frames, time, isKnown: true);
                break;
            case DispatchMoment.Suspend:
                Suspend(dispatcher, on.Frames, time, isKnown: dispatcher.Calls.Count > 0);
                break;
            case DispatchMoment.Resume when on.Before is not null && dispatcher.Calls.Exists(call => call.IsRunning):
                break; // it runs on
            default:
                bool isKnown = dispatcher.Calls.Count > 0;
                Align(dispatcher, on.Frames, time, isKnown);
                if (on.Before is not null && !isKnown && dispatcher.Calls is [.., { Operation: not 0 }])
                    Run(dispatcher, time); // somebody began to listen while it ran
                break;
        }
    }

    /// <summary>The chain suspends: whoever ran awaits what is told leafwards of it, or something that is not told.</summary>
    private void Suspend(Dispatcher dispatcher, IReadOnlyList<AsyncEvent> frames, long time, bool isKnown)
    {
        bool hasRun = dispatcher.Calls.Exists(call => call.IsRunning);
        if (Align(dispatcher, frames, time, isKnown))
            return;
        for (int i = 0; i < frames.Count; i++)
        {
            if (dispatcher.Calls[^(i + 1)].Operation is var runner and not 0)
            {
                _said.Add(AsyncEvent.OpaqueAwait(time, runner, frames[i].OtherId, _made, IsHelped(frames) ? OpaqueAwaitKind.Helped : hasRun ? OpaqueAwaitKind.Bare : OpaqueAwaitKind.Move));
                return;
            }
        }
    }

    /// <summary>Makes the calls of a dispatcher those of a stack: what is new begins, and is awaited by who called it.</summary>
    /// <returns>Whether operations begin.</returns>
    private bool Align(Dispatcher dispatcher, IReadOnlyList<AsyncEvent> frames, long time, bool isKnown)
    {
        List<DispatchedCall> calls = dispatcher.Calls;
        int kept = 0;
        while (kept < calls.Count && kept < frames.Count && calls[kept].Name == NameOf(frames[^(kept + 1)]))
            kept++;
        while (calls.Count > kept)
        {
            Doubt(); // events were lost
            End(dispatcher, OperationStatus.None, time);
        }

        int fresh = frames.Count - kept;
        if (fresh == 0)
            return false;
        CollectionsMarshal.SetCount(calls, frames.Count);
        bool hasFirst = dispatcher.CallerOf(kept) != 0;
        int first = hasFirst ? -1 : FirstOf(frames);
        int awaited = 0, leaf = -1;
        for (int i = 0; i < fresh; i++)
        {
            AsyncEvent frame = frames[i];
            int index = frames.Count - 1 - i;
            int id = NameOf(frame) == 0 ? 0 : i == first ? dispatcher.Id : _callIds.Next(dispatcher.Id);
            calls[index] = new DispatchedCall { Operation = id, Name = NameOf(frame) };
            if (id == 0)
                continue;
            counts.BegunBefore += isKnown ? 0 : 1;
            _said.Add(AsyncEvent.DispatchedBegin(time, id, frame.Extra, frame.OtherId, isKnown));
            if (awaited != 0)
                _said.Add(AsyncEvent.WaitBegin(time, awaited, id, WaitBehavior.Asynchronous, frame.OtherId));
            else
                leaf = i;
            awaited = id;
        }

        if (awaited != 0 && dispatcher.CallerOf(kept) is var caller and not 0)
            _said.Add(AsyncEvent.WaitBegin(time, awaited, caller, WaitBehavior.Asynchronous, frames[fresh].OtherId));
        if (leaf >= 0)
            _said.Add(AsyncEvent.OpaqueAwait(time, calls[frames.Count - 1 - leaf].Operation, frames[leaf].OtherId, _made, IsHelped(frames) ? OpaqueAwaitKind.Helped : OpaqueAwaitKind.Bare));
        return awaited != 0;
    }

    /// <summary>Whether a method of the runtime's own awaits at the leaf.</summary>
    private static bool IsHelped(IReadOnlyList<AsyncEvent> frames) => NameOf(frames[0]) == 0;

    /// <summary>The frame of the outermost method that is shown.</summary>
    private static int FirstOf(IReadOnlyList<AsyncEvent> frames)
    {
        int i = frames.Count - 1;
        while (i >= 0 && NameOf(frames[i]) == 0)
            i--;
        return i;
    }

    /// <summary>The name of a frame's method; 0 for the runtime's own.</summary>
    private static int NameOf(in AsyncEvent frame) => frame.Detail == (byte)DispatchFrameKind.Method ? frame.Extra : 0;

    private void Run(Dispatcher dispatcher, long time)
    {
        if (dispatcher.Calls is not [.., { IsRunning: false } leaf])
            return; // it is told to run already, or lies beyond the frames that a stack holds
        if (leaf.Operation != 0)
            _said.Add(AsyncEvent.WorkBegin(time, leaf.Operation, TaskWork.Execution));
        dispatcher.Calls[^1] = leaf with { IsRunning = true };
    }

    private void End(Dispatcher dispatcher, OperationStatus status, long time, int thrown = 0)
    {
        if (dispatcher.Calls.Count == 0)
            return;
        DispatchedCall call = dispatcher.Calls[^1];
        if (!call.IsRunning && status != OperationStatus.None)
            Pass(dispatcher, thrown, time);
        dispatcher.Calls.RemoveAt(dispatcher.Calls.Count - 1);
        if (call.Operation == 0)
            return;
        _said.Add(AsyncEvent.OperationEnd(time, call.Operation, status));
        if (call.IsRunning || status != OperationStatus.None)
            dispatcher.Run?.Open += 1;
    }

    /// <summary>A dispatcher leaves its thread.</summary>
    private void Leave(DispatchRun run, long time)
    {
        for (int open = run.Stop(); open > 0; open--)
            _said.Add(AsyncEvent.WorkEnd(time, TaskWork.Execution));
    }

    /// <summary>An exception passes through the leaf: it runs for no time.</summary>
    private void Pass(Dispatcher dispatcher, int thrown, long time)
    {
        Run(dispatcher, time);
        if (thrown > 0)
            _said.Add(AsyncEvent.Thrown(time, thrown, follows: true));
    }

    private void Settle(ThreadDispatches on, long time)
    {
        foreach (DispatchRun run in on.Settle())
        {
            Doubt();
            Leave(run, time);
        }
    }

    /// <summary>What an event says cannot be, by what came before: events were lost.</summary>
    private void Doubt()
    {
        counts.Unmatched++;
        counts.UnmatchedDispatches++;
    }

    private bool IsCancellation(int thrown) =>
        thrown > 0 && store.Names[thrown] is "System.OperationCanceledException" or "System.Threading.Tasks.TaskCanceledException";
}
