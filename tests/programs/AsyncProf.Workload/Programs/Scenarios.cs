using System.Diagnostics;

namespace AsyncProf.Workload.Programs;

/// <summary>The rows of the scenarios that have known answers, as real programs. One tick of the virtual ones is a millisecond here.</summary>
internal static class Scenarios
{
    public static async Task StartedEarlyEndsFirst()
    {
        Task early = AsyncSleep(100);
        await AsyncSleep(300);
        await early;
    }

    public static async Task StartedEarlyEndsLast()
    {
        Task early = AsyncSleep(400);
        await AsyncSleep(300);
        await early;
    }

    public static Task Recursion() => Fibonacci(3);

    public static async Task WorkerTwice()
    {
        await Worker();
        await Worker();
    }

    public static async Task FanOut() => await Task.WhenAll(Concurrent(1), Concurrent(2), Concurrent(3), Concurrent(4), Concurrent(5));

    public static Task WorkBetweenAwaits() => FooIo();

    public static async Task NestedAwaits()
    {
        await Foo();
        await Bar();
    }

    public static Task OneDelay() => AsyncSleep(200);

    public static async Task BlockingBeforeFirstAwait()
    {
        await Outer();
        Thread.Sleep(250);
    }

    public static Task TaskRunHold() => AsyncFn();

    public static Task AsyncUsing() => Using();

    public static async Task WhenEach()
    {
        List<Task> tasks = [AsyncSleep(120), AsyncSleep(40), AsyncSleep(80)];
        await foreach (Task task in Task.WhenEach(tasks))
            await task;
    }

    public static async Task WhenAnyInTurn()
    {
        List<Task> tasks = [AsyncSleep(120), AsyncSleep(40), AsyncSleep(80)];
        while (tasks.Count > 0)
            tasks.Remove(await Task.WhenAny(tasks));
    }

    public static async Task MutualAwaits()
    {
        var started = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        Task a = MutualA(started.Task);
        started.SetResult(MutualB(a));
        await Task.Delay(100);
    }

    public static Task AwaitChain() => Marker();

    public static async Task ErrorCaught()
    {
        try
        {
            await Fails();
        }
        catch (InvalidOperationException)
        {
            await AsyncSleep(20);
        }
    }

    public static async Task ErrorThroughLevels()
    {
        try
        {
            await Level2();
        }
        catch (InvalidOperationException)
        {
            Burn(1);
        }
    }

    public static async Task JoinAndRace()
    {
        await Task.WhenAll(AsyncSleep(100), AsyncSleep(120), AsyncSleep(140));
        Task[] race = [AsyncSleep(50), AsyncSleep(200), AsyncSleep(300)];
        await Task.WhenAny(race);
        await Task.WhenAll(race[1..]);
    }

    public static async Task BlockedBeforeAwaiting()
    {
        Task t = Yields();
        using var semaphore = new SemaphoreSlim(0);
        _ = new Timer(_ => semaphore.Release(), null, 40, Timeout.Infinite);
        semaphore.Wait();
        await t;
    }

    public static Task YieldNever() => Yield(0);

    public static Task YieldOnce() => Yield(1);

    public static Task YieldTenTimes() => Yield(10);

    /// <summary>Holds the thread without waiting.</summary>
    public static void Burn(int ms)
    {
        long end = Stopwatch.GetTimestamp() + (ms * Stopwatch.Frequency / 1000);
        while (Stopwatch.GetTimestamp() < end)
            Thread.SpinWait(200);
    }

    public static async Task AsyncSleep(int ms) => await Task.Delay(ms);

    private static async Task Fibonacci(int n)
    {
        if (n <= 0)
            return;
        await Task.Delay(50);
        Burn(50);
        await Fibonacci(n - 1);
        await Fibonacci(n - 2);
    }

    private static async Task Worker()
    {
        await Task.Delay(50);
        Thread.Sleep(50);
        await Task.Delay(50);
        Thread.Sleep(50);
        await Task.Delay(50);
        Burn(150);
    }

    private static async Task Concurrent(int id)
    {
        var local = new AsyncLocal<int> { Value = id };
        await Task.Delay(180 + (20 * id));
        if (local.Value != id)
            throw new InvalidOperationException("The flow was lost.");
    }

    private static async Task FooIo()
    {
        Burn(100);
        await Io(100);
        Thread.Sleep(100);
        await Io(100);
    }

    private static async Task Io(int ms) => await Task.Delay(ms);

    private static async Task Foo()
    {
        await Task.Delay(100);
        await Baz();
        await Task.Delay(50);
    }

    private static async Task Baz() => await Task.Delay(100);

    private static async Task Bar() => await Task.Delay(200);

    private static async Task Outer()
    {
        Blocks();
        await Task.Delay(250);
    }

    private static void Blocks() => Thread.Sleep(250);

    private static async Task AsyncFn() => await Task.Run(Hold);

    private static void Hold() => Thread.Sleep(100);

    private static async Task Using()
    {
        await using Resource resource = await Resource.OpenAsync();
        await Body();
    }

    private static async Task Body() => await Task.Delay(50);

    private static async Task MutualA(Task<Task> other) => await await other;

    private static async Task MutualB(Task a) => await a;

    private static async Task Marker() => await DeepChain();

    private static async Task DeepChain() => await L1();

    private static async Task L1() => await L2();

    private static async Task L2() => await L3();

    private static async Task L3() => await Task.Delay(100);

    private static async Task Fails()
    {
        await Task.Delay(20);
        throw new InvalidOperationException("expected");
    }

    private static async Task Level2() => await Level1();

    private static async Task Level1() => await Fails();

    private static async Task Yields()
    {
        await Task.Yield();
        await Task.Delay(100);
    }

    private static async Task Yield(int times)
    {
        for (int i = 0; i < times; i++)
        {
            await Task.Yield();
            Burn(2);
        }
    }

    private sealed class Resource : IAsyncDisposable
    {
        public static async Task<Resource> OpenAsync()
        {
            await Dep();
            return new Resource();
        }

        public async ValueTask DisposeAsync() => await Dep();

        private static async Task Dep() => await Task.Delay(50);
    }
}
