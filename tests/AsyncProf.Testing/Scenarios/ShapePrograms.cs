using AsyncProf.Testing.Simulation;

namespace AsyncProf.Testing.Scenarios;

/// <summary>Every way to await, start and block, as simulated programs under the names of the real ones in <c>AsyncProf.Workload</c>.</summary>
internal static class ShapePrograms
{
    public static SimTask ConfigureAwait(Simulator s) =>
        s.Method("ConfigureAwait", [new Step.Await(s.Delay(20)), new Step.Await(AsyncSleep(s, 20)), new Step.Await(s.Delay(20))]);

    public static SimTask CancelledDelay(Simulator s) => s.Method("CancelledDelay", [new Step.Await(s.Delay(5000, cancelAfter: 50)), new Step.Burn(1)]);

    public static SimTask ValueTaskChain(Simulator s) => ScenarioPrograms.Chain(s, ["ValueTaskChain", "Value3", "Value2", "Value1"], 0);

    public static SimTask Iterator(Simulator s)
    {
        SimTask items = s.Iterator("Items", [new Step.Await(s.Delay(20)), new Step.Item(), new Step.Await(s.Delay(20)), new Step.Item()]);
        return s.Method("Iterator", [new Step.Next(items), new Step.Burn(10), new Step.Next(items), new Step.Burn(20), new Step.Next(items)]);
    }

    public static SimTask TaskRunAsync(Simulator s) => s.Method("TaskRunAsync", [new Step.Await(s.RunAsync("RunAsync", RunAsyncBody(s)))]);

    public static SimTask TaskRunThrows(Simulator s)
    {
        SimTask failing = s.RunAsync("Throws", [new Step.Burn(20), new Step.Throw()]);
        return s.Method("TaskRunThrows", [new Step.Await(failing), new Step.Burn(1)]);
    }

    public static SimTask StartNewUnwrap(Simulator s) => s.Method("StartNewUnwrap", [new Step.Await(s.RunAsync("RunAsync", RunAsyncBody(s)))]);

    public static SimTask ContinueWithAwaited(Simulator s)
    {
        SimTask first = AsyncSleep(s, 30);
        return s.Method("ContinueWithAwaited", [new Step.Start(first), new Step.Await(s.ContinueWith(first, "After", [new Step.Burn(5)]))]);
    }

    public static SimTask ContinueWithDetached(Simulator s)
    {
        SimTask first = AsyncSleep(s, 30);
        return s.Method("ContinueWithDetached",
            [new Step.Start(first), new Step.Start(s.ContinueWith(first, "After", [new Step.Burn(5)])), new Step.Await(s.Delay(60))]);
    }

    public static SimTask Lent(Simulator s) => Source(s, "Lent", asynchronous: false);

    public static SimTask SourceAsynchronous(Simulator s) => Source(s, "SourceAsynchronous", asynchronous: true);

    public static SimTask Blocked(Simulator s)
    {
        SimTask slow = AsyncSleep(s, 60);
        return s.Method("Blocked", [new Step.Yield(), new Step.Start(slow), new Step.Block(slow), new Step.Burn(5)]);
    }

    public static SimTask BlockedOnRun(Simulator s)
    {
        SimTask run = s.Run("Hold", [new Step.Burn(50)]);
        return s.Method("BlockedOnRun", [new Step.Yield(), new Step.Start(run), new Step.Block(run)]);
    }

    public static SimTask WaitAll(Simulator s)
    {
        SimTask one = AsyncSleep(s, 30), two = AsyncSleep(s, 60);
        return s.Method("WaitAll", [new Step.Yield(), new Step.Start(one), new Step.Start(two), new Step.Hold(one, two)]);
    }

    public static SimTask Relay(Simulator s)
    {
        SimTask slow = AsyncSleep(s, 50);
        return s.Method("Relay", [new Step.Start(slow), new Step.Await(s.Relay(slow))]);
    }

    public static SimTask RelayTimesOut(Simulator s)
    {
        SimTask slow = AsyncSleep(s, 80);
        return s.Method("RelayTimesOut", [new Step.Start(slow), new Step.Await(s.Relay(slow, timeout: 40)), new Step.Await(slow)]);
    }

    public static SimTask RelayCancelled(Simulator s)
    {
        SimTask started = s.Source(asynchronous: true), relay = null!;
        SimTask a = s.Method("AwaitsRelay", A()), b = s.Method("Await", [new Step.Await(a), new Step.Throw(Cancelled: true)]);
        relay = s.Relay(b);
        return s.Method("RelayCancelled", [
            new Step.Start(a), new Step.Start(b), new Step.Complete(started), new Step.Await(s.Delay(100)),
            new Step.Await(s.Run("CancelAsync.lambda", [new Step.GiveUp(relay)]))]);

        IEnumerable<Step> A()
        {
            yield return new Step.Await(started);
            yield return new Step.Await(relay);
            yield return new Step.Throw(Cancelled: true);
        }
    }

    public static SimTask Pooled(Simulator s)
    {
        SimTask inner = s.Pooled([new Step.Await(AsyncSleep(s, 40))]);
        SimTask outer = s.Pooled([new Step.Await(inner), new Step.Await(AsyncSleep(s, 20))]);
        return s.Method("Pooled", [new Step.Await(outer)]);
    }

    public static SimTask PooledYield(Simulator s) =>
        s.Method("PooledYield", [new Step.Await(s.Pooled([new Step.Yield(), new Step.Await(AsyncSleep(s, 40))]))]);

    public static SimTask PooledYieldLater(Simulator s) => s.Method("PooledYieldLater",
        [new Step.Await(s.Delay(20)), new Step.Await(s.Pooled([new Step.Yield(), new Step.Await(AsyncSleep(s, 40))]))]);

    public static SimTask ChannelRead(Simulator s)
    {
        SimTask[] items = [s.Silent(asynchronous: true), s.Silent(asynchronous: true)];
        SimTask write = s.Method("Write", [
            new Step.Await(s.Delay(20)), new Step.Complete(items[0]), new Step.Await(s.Delay(20)), new Step.Complete(items[1])]);
        SimTask all = s.Iterator("ReadAllAsync", [new Step.Await(items[0]), new Step.Item(), new Step.Await(items[1]), new Step.Item()]);
        return s.Method("ChannelRead", [
            new Step.Start(write), new Step.Next(all), new Step.Burn(2), new Step.Next(all), new Step.Burn(2), new Step.Next(all), new Step.Await(write)]);
    }

    public static SimTask Semaphore(Simulator s)
    {
        SimTask turn = s.Source(asynchronous: true);
        SimTask one = s.Method("Locked", [new Step.Await(s.Delay(40)), new Step.Complete(turn)]);
        SimTask two = s.Method("Locked", [new Step.Await(turn), new Step.Await(s.Delay(20))]);
        return s.Method("Semaphore", [new Step.Start(one), new Step.Start(two), new Step.Await(s.WhenAll(one, two))]);
    }

    public static SimTask AsyncVoid(Simulator s) =>
        s.Method("AsyncVoid", [new Step.Start(s.Void("Fire", [new Step.Await(s.Delay(20))])), new Step.Await(s.Delay(60))]);

    public static SimTask SynchronousFault(Simulator s) =>
        s.Method("SynchronousFault", [new Step.Yield(), new Step.Await(s.Method("FailsAtOnce", [new Step.Throw()])), new Step.Burn(1)]);

    public static SimTask TwoAwaiters(Simulator s)
    {
        SimTask shared = AsyncSleep(s, 50), one = s.Method("Await", [new Step.Await(shared)]), two = s.Method("AwaitToo", [new Step.Await(shared)]);
        return s.Method("TwoAwaiters", [new Step.Start(shared), new Step.Start(one), new Step.Start(two), new Step.Await(s.WhenAll(one, two))]);
    }

    public static SimTask AwaiterThenJoin(Simulator s)
    {
        SimTask shared = AsyncSleep(s, 50), one = Await(s, shared), other = AsyncSleep(s, 20);
        return s.Method("AwaiterThenJoin", [
            new Step.Start(shared), new Step.Start(one), new Step.Start(other), new Step.Await(s.WhenAll(shared, other)), new Step.Await(one)]);
    }

    public static SimTask JoinThenAwaiter(Simulator s)
    {
        SimTask shared = AsyncSleep(s, 50), one = Await(s, shared), other = AsyncSleep(s, 20), join = s.WhenAll(shared, other);
        return s.Method("JoinThenAwaiter", [
            new Step.Start(shared), new Step.Start(other), new Step.Start(join), new Step.Start(one), new Step.Await(join), new Step.Await(one)]);
    }

    public static SimTask AwaiterThenContinuation(Simulator s)
    {
        SimTask shared = AsyncSleep(s, 50), one = Await(s, shared), after = s.ContinueWith(shared, "After", [new Step.Burn(5)]);
        return s.Method("AwaiterThenContinuation", [new Step.Start(shared), new Step.Start(one), new Step.Await(after), new Step.Await(one)]);
    }

    public static SimTask AwaiterThenRelay(Simulator s)
    {
        SimTask shared = AsyncSleep(s, 50), one = Await(s, shared);
        return s.Method("AwaiterThenRelay", [new Step.Start(shared), new Step.Start(one), new Step.Await(s.Relay(shared)), new Step.Await(one)]);
    }

    public static SimTask JoinOfAsynchronousSource(Simulator s)
    {
        SimTask source = s.Source(asynchronous: true);
        SimTask slow = AsyncSleep(s, 80), join = s.WhenAll(source, slow);
        return s.Method("JoinOfAsynchronousSource", [
            new Step.Start(slow), new Step.Start(join), new Step.Await(s.Delay(40)), new Step.Complete(source), new Step.Await(join)]);
    }

    public static SimTask FireAndForget(Simulator s) =>
        s.Method("FireAndForget", [new Step.Yield(), new Step.Start(AsyncSleep(s, 80)), new Step.Await(s.Delay(20))]);

    public static SimTask NotAwaited(Simulator s) => s.Method("NotAwaited", [new Step.Yield(), new Step.Start(AsyncSleep(s, 20)), new Step.Await(s.Delay(80))]);

    public static SimTask HotAwaitedLate(Simulator s)
    {
        SimTask hot = AsyncSleep(s, 60);
        return s.Method("HotAwaitedLate", [new Step.Yield(), new Step.Start(hot), new Step.Burn(20), new Step.Await(hot)]);
    }

    public static SimTask Starved(Simulator s)
    {
        SimTask work = s.Run("Hold", [new Step.Burn(50)]);
        return s.Method("Starved", [new Step.Start(work), new Step.Burn(20), new Step.Await(work)]);
    }

    public static SimTask Periodic(Simulator s)
    {
        SimTask[] ticks = [s.Silent(), s.Silent(), s.Silent()];
        return s.Method("Periodic", [
            new Step.Elapse(ticks[0], 20), new Step.Await(ticks[0]), new Step.Elapse(ticks[1], 20), new Step.Await(ticks[1]),
            new Step.Elapse(ticks[2], 20), new Step.Await(ticks[2])]);
    }

    public static SimTask Scheduler(Simulator s)
    {
        SimTask sleep = s.Method("AsyncSleep", [new Step.Await(s.Delay(20))], SimFlow.Scheduler);
        return s.RunAsync("OnScheduler", s.Method("OnScheduler", [new Step.Yield(), new Step.Await(sleep), new Step.Burn(5)], SimFlow.Scheduler));
    }

    public static SimTask Context(Simulator s)
    {
        SimTask sleep = s.Method("AsyncSleep", [new Step.Await(s.Delay(20))], SimFlow.Context);
        return s.Method("OnContext", [new Step.Yield(), new Step.Await(sleep), new Step.Burn(5)], SimFlow.Context);
    }

    public static SimTask TaskRunCompleted(Simulator s) =>
        s.Method("TaskRunCompleted", [new Step.Await(s.RunAsync("ReturnsCompleted", [new Step.Burn(20)]))]);

    public static SimTask AttachedChild(Simulator s)
    {
        SimTask? child = null;
        SimTask parent = s.Run("Parent", Body());
        child = s.RunAttached(parent, "Hold", [new Step.Burn(50)]);
        return s.Method("AttachedChild", [new Step.Await(parent)]);

        IEnumerable<Step> Body()
        {
            yield return new Step.Start(child!);
        }
    }

    public static SimTask Parallel(Simulator s)
    {
        return s.Method("", [new Step.Burn(1), new Step.Post(Worker(20))]);

        SimTask Worker(long ticks) => s.Method("ForEachAsync.lambda", [new Step.Await(ScenarioPrograms.Sleep(s, "ForEachBody", ticks))]);
    }

    public static SimTask CustomAwaiter(Simulator s)
    {
        SimTask silent = s.Silent();
        return s.Method("CustomAwaiter", [new Step.Elapse(silent, 40), new Step.Await(silent)]);
    }

    private static SimTask AsyncSleep(Simulator s, long ticks) => ScenarioPrograms.Sleep(s, "AsyncSleep", ticks);

    private static SimTask Await(Simulator s, SimTask task) => s.Method("Await", [new Step.Await(task)]);

    private static SimTask RunAsyncBody(Simulator s)
    {
        return s.Method("RunAsync", [new Step.Burn(10), new Step.Await(s.Delay(30)), new Step.Burn(5)]);
    }

    private static SimTask Source(Simulator s, string name, bool asynchronous)
    {
        SimTask source = s.Source(asynchronous);
        SimTask consume = s.Method("Consume", [new Step.Await(source), new Step.Burn(20)]);
        return s.Method(name, [new Step.Start(consume), new Step.Yield(), new Step.Burn(10), new Step.Complete(source), new Step.Await(consume)]);
    }
}
