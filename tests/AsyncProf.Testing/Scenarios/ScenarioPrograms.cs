using AsyncProf.Profiles.Transforms;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Testing.Scenarios;

/// <summary>The scenarios as simulated programs, under the names of the real ones in <c>AsyncProf.Workload</c>.</summary>
internal static class ScenarioPrograms
{
    public static SimTask StartedEarlyEndsFirst(Simulator s) => StartedEarly(s, "StartedEarlyEndsFirst", 100);

    public static SimTask StartedEarlyEndsLast(Simulator s) => StartedEarly(s, "StartedEarlyEndsLast", 400);

    public static SimTask Recursion(Simulator s) => Fibonacci(s, 3);

    public static SimTask WorkerTwice(Simulator s) => s.Method("WorkerTwice", [new Step.Await(Worker(s)), new Step.Await(Worker(s))]);

    public static SimTask FanOut(Simulator s)
    {
        return s.Method("FanOut", Body());

        IEnumerable<Step> Body()
        {
            SimTask[] tasks = [.. Enumerable.Range(1, 5).Select(id => Sleep(s, "Concurrent", 180 + (20 * id)))];
            foreach (SimTask task in tasks)
                yield return new Step.Start(task);
            yield return new Step.Await(s.WhenAll(tasks));
        }
    }

    public static SimTask WorkBetweenAwaits(Simulator s) => s.Method("FooIo",
        [new Step.Burn(100), new Step.Await(Sleep(s, "Io", 100)), new Step.Burn(100), new Step.Await(Sleep(s, "Io", 100))]);

    public static SimTask NestedAwaits(Simulator s)
    {
        return s.Method("NestedAwaits", [new Step.Await(s.Method("Foo", Foo())), new Step.Await(Sleep(s, "Bar", 200))]);

        IEnumerable<Step> Foo()
        {
            yield return new Step.Await(s.Delay(100));
            yield return new Step.Await(Sleep(s, "Baz", 100));
            yield return new Step.Await(s.Delay(50));
        }
    }

    public static SimTask OneDelay(Simulator s) => Sleep(s, "AsyncSleep", 200);

    public static SimTask BlockingBeforeFirstAwait(Simulator s)
    {
        SimTask outer = s.Method("Outer", [new Step.Burn(250), new Step.Await(s.Delay(250))]);
        return s.Method("BlockingBeforeFirstAwait", [new Step.Await(outer), new Step.Burn(250)]);
    }

    public static SimTask TaskRunHold(Simulator s) => s.Method("AsyncFn", [new Step.Await(s.Run("Hold", [new Step.Burn(100)]))]);

    public static SimTask AsyncUsing(Simulator s)
    {
        return s.Method("Using", Body());

        IEnumerable<Step> Body()
        {
            yield return new Step.Await(s.Method("OpenAsync", [new Step.Await(Sleep(s, "Dep", 50))]));
            yield return new Step.Await(Sleep(s, "Body", 50));
            yield return new Step.Await(s.Method("DisposeAsync", [new Step.Await(Sleep(s, "Dep", 50))]));
        }
    }

    public static SimTask WhenEach(Simulator s)
    {
        return s.Method("WhenEach", Body());

        IEnumerable<Step> Body()
        {
            SimTask[] tasks = [Sleep(s, "AsyncSleep", 120), Sleep(s, "AsyncSleep", 40), Sleep(s, "AsyncSleep", 80)];
            foreach (SimTask task in tasks)
                yield return new Step.Start(task);
            SimTask each = s.WhenEach(tasks);
            for (int i = 0; i < tasks.Length; i++)
                yield return new Step.Next(each);
            yield return new Step.Next(each);
        }
    }

    public static SimTask WhenAnyInTurn(Simulator s)
    {
        return s.Method("WhenAnyInTurn", Body());

        IEnumerable<Step> Body()
        {
            List<SimTask> tasks = [Sleep(s, "AsyncSleep", 120), Sleep(s, "AsyncSleep", 40), Sleep(s, "AsyncSleep", 80)];
            foreach (SimTask task in tasks)
                yield return new Step.Start(task);
            while (tasks.Count > 0)
            {
                yield return new Step.Await(s.WhenAny([.. tasks]));
                tasks.RemoveAll(task => task.IsCompleted);
            }
        }
    }

    public static SimTask MutualAwaits(Simulator s)
    {
        SimTask started = s.Source(asynchronous: true), b = null!;
        SimTask a = s.Method("MutualA", A());
        b = s.Method("MutualB", [new Step.Await(a)]);
        return s.Method("MutualAwaits", [new Step.Start(a), new Step.Start(b), new Step.Complete(started), new Step.Await(s.Delay(100))]);

        IEnumerable<Step> A()
        {
            yield return new Step.Await(started);
            yield return new Step.Await(b);
        }
    }

    public static SimTask AwaitChain(Simulator s) => Chain(s, ["Marker", "DeepChain", "L1", "L2", "L3"], 0);

    public static SimTask ErrorCaught(Simulator s) => s.Method("ErrorCaught", [new Step.Await(Fails(s)), new Step.Await(Sleep(s, "AsyncSleep", 20))]);

    public static SimTask ErrorThroughLevels(Simulator s)
    {
        SimTask one = s.Method("Level1", [new Step.Await(Fails(s)), new Step.Throw()]);
        SimTask two = s.Method("Level2", [new Step.Await(one), new Step.Throw()]);
        return s.Method("ErrorThroughLevels", [new Step.Await(two), new Step.Burn(1)]);
    }

    public static SimTask JoinAndRace(Simulator s)
    {
        return s.Method("JoinAndRace", Body());

        IEnumerable<Step> Body()
        {
            SimTask[] all = [.. new[] { 100, 120, 140 }.Select(ms => Sleep(s, "AsyncSleep", ms))];
            foreach (SimTask task in all)
                yield return new Step.Start(task);
            yield return new Step.Await(s.WhenAll(all));
            SimTask[] race = [.. new[] { 50, 200, 300 }.Select(ms => Sleep(s, "AsyncSleep", ms))];
            foreach (SimTask task in race)
                yield return new Step.Start(task);
            yield return new Step.Await(s.WhenAny(race));
            yield return new Step.Await(s.WhenAll(race[1..]));
        }
    }

    public static SimTask BlockedBeforeAwaiting(Simulator s)
    {
        SimTask t = s.Method("Yields", [new Step.Yield(), new Step.Await(s.Delay(100))]);
        return s.Method("BlockedBeforeAwaiting", [new Step.Start(t), new Step.Burn(40), new Step.Await(t)]);
    }

    public static SimTask YieldNever(Simulator s) => Yields(s, 0);

    public static SimTask YieldOnce(Simulator s) => Yields(s, 1);

    public static SimTask YieldTenTimes(Simulator s) => Yields(s, 10);

    /// <summary>A method that awaits one delay.</summary>
    public static SimTask Sleep(Simulator s, string name, long ticks)
    {
        return s.Method(name, Body());

        IEnumerable<Step> Body()
        {
            yield return new Step.Await(s.Delay(ticks));
        }
    }

    /// <summary>Methods that await each other, the last a delay.</summary>
    public static SimTask Chain(Simulator s, string[] names, int level)
    {
        return s.Method(names[level], Body());

        IEnumerable<Step> Body()
        {
            yield return new Step.Await(level == names.Length - 1 ? s.Delay(100) : Chain(s, names, level + 1));
        }
    }

    private static SimTask StartedEarly(Simulator s, string name, long early)
    {
        SimTask first = Sleep(s, "AsyncSleep", early);
        return s.Method(name, [new Step.Start(first), new Step.Await(Sleep(s, "AsyncSleep", 300)), new Step.Await(first)]);
    }

    private static SimTask Fibonacci(Simulator s, int n)
    {
        return s.Method("Fibonacci", Body());

        IEnumerable<Step> Body()
        {
            if (n <= 0)
                yield break;
            yield return new Step.Await(s.Delay(50));
            yield return new Step.Burn(50);
            yield return new Step.Await(Fibonacci(s, n - 1));
            yield return new Step.Await(Fibonacci(s, n - 2));
        }
    }

    private static SimTask Worker(Simulator s)
    {
        return s.Method("Worker", Body());

        IEnumerable<Step> Body()
        {
            yield return new Step.Await(s.Delay(50));
            yield return new Step.Burn(50);
            yield return new Step.Await(s.Delay(50));
            yield return new Step.Burn(50);
            yield return new Step.Await(s.Delay(50));
            yield return new Step.Burn(150);
        }
    }

    private static SimTask Fails(Simulator s) => s.Method("Fails", [new Step.Await(s.Delay(20)), new Step.Throw()]);

    private static SimTask Yields(Simulator s, int times)
    {
        return s.Method("Yield", Body());

        IEnumerable<Step> Body()
        {
            for (int i = 0; i < times; i++)
            {
                yield return new Step.Yield();
                yield return new Step.Burn(2);
            }
        }
    }
}
