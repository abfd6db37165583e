using AsyncProf.Events;

namespace AsyncProf.Testing.Simulation;

/// <content>What has workers or children that no event joins to it: parallel loops and <c>WhenEach</c>.</content>
internal sealed partial class Simulator
{
    /// <summary><c>Parallel.ForEachAsync</c>: calls each body once.</summary>
    /// <param name="bodies">What it calls, in turn.</param>
    /// <param name="degree">How many workers it may have.</param>
    /// <param name="isFor">Whether it is <c>ForAsync</c>.</param>
    public SimTask Parallel(IReadOnlyList<SimTask> bodies, int degree, bool isFor = false) =>
        Add(SimTaskKind.Loop, isFor ? "ForAsync.lambda" : "ForEachAsync.lambda", sources: bodies, loop: new LoopState(degree));

    /// <summary>
    /// <c>WhenEach</c>: an iterator of the framework's that waits for a source of its own, while what the children complete runs nothing.
    /// </summary>
    public SimTask WhenEach(IReadOnlyList<SimTask> children)
    {
        SimTask? iterate = null;
        return iterate = Add(SimTaskKind.Iterator, "Iterate", Body(), sources: children);

        IEnumerable<Step> Body()
        {
            foreach (SimTask child in children.Where(child => !child.IsCompleted))
            {
                child.HadWaiters = true;
                child.Each = iterate;
            }

            List<SimTask> left = [.. children];
            while (left.Count > 0)
            {
                if (left.Where(child => child.IsCompleted).MinBy(child => child.EndedOrder) is not { } ended)
                {
                    SimTask next = Add(SimTaskKind.Each, "");
                    next.Asynchronous = true;
                    foreach (SimTask child in left)
                        child.Watchers.Add(next);
                    yield return new Step.Await(next);
                    ended = next.StandsFor!;
                }

                left.Remove(ended);
                yield return new Step.Item();
            }
        }
    }

    /// <summary>Has a thread of the pool begin another worker; no event tells.</summary>
    private void Launch(VirtualThread thread, SimTask loop)
    {
        LoopState state = loop.Loop!;
        if (state.Workers.Count == state.Degree)
            return;
        SimTask worker = Add(SimTaskKind.Method, loop.Name, Work(), machine: $"<<{loop.Name.Split('.')[0]}>b__53_0>d");
        state.Workers.Add(worker);
        state.Busy++;
        Enqueue(WorkItemKind.Call, worker, thread.Clock);

        IEnumerable<Step> Work()
        {
            bool launched = false;
            while (!state.Failed && state.Next < loop.Sources.Count)
            {
                SimTask body = loop.Sources[state.Next++];
                if (!launched)
                    yield return new Step.Launch(loop);
                launched = true;
                yield return new Step.Await(body);
                state.Failed |= body.Status != OperationStatus.Completed;
            }

            yield return new Step.Leave(loop);
        }
    }

    /// <summary>The last worker completes the loop's task, and with that its own work is done; what goes on then only borrows its thread.</summary>
    private void Leave(VirtualThread thread, SimTask loop, SimTask worker)
    {
        LoopState state = loop.Loop!;
        if (--state.Busy > 0)
            return;
        if (worker.Begun < 0)
            IsUntellable = true; // it never suspended: the loop's task completes on a bare thread
        else
            SetEnded(thread, worker);
        loop.StandsFor = worker;
        loop.Status = state.Failed ? OperationStatus.Error : OperationStatus.Completed;
        if (state.Failed)
            Emit(thread, AsyncEvent.OperationEnd(thread.Clock, loop.Id, loop.Status));
        if (loop.Parent is { } awaiter)
        {
            foreach (SimTask each in state.Workers)
                Adopt(each, awaiter);
        }

        Complete(thread, loop);
    }
}
