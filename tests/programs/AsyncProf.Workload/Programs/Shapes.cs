using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace AsyncProf.Workload.Programs;

/// <summary>Every way to await, start and block that the TPL tells in its own manner.</summary>
internal static class Shapes
{
    public static async Task ConfigureAwait()
    {
        await Task.Delay(20).ConfigureAwait(false);
        await Scenarios.AsyncSleep(20).ConfigureAwait(false);
        await Task.Delay(20).ConfigureAwait(false);
    }

    public static async Task CancelledDelay()
    {
        using var cancel = new CancellationTokenSource(50);
        try
        {
            await Task.Delay(5000, cancel.Token);
        }
        catch (OperationCanceledException)
        {
            Scenarios.Burn(1);
        }
    }

    public static async Task ValueTaskChain() => await Value3();

    public static async Task Iterator()
    {
        await foreach (int item in Items())
            Thread.Sleep(10 * item);
    }

    public static async Task TaskRunAsync() => await Task.Run(RunAsync);

    public static async Task TaskRunThrows()
    {
        try
        {
            await Task.Run(Throws);
        }
        catch (InvalidOperationException)
        {
            Scenarios.Burn(1);
        }
    }

    public static async Task StartNewUnwrap() => await Task.Factory.StartNew(RunAsync).Unwrap();

    public static async Task ContinueWithAwaited() => await Scenarios.AsyncSleep(30).ContinueWith(After, TaskScheduler.Default);

    public static async Task ContinueWithDetached()
    {
        _ = Scenarios.AsyncSleep(30).ContinueWith(After, TaskScheduler.Default);
        await Task.Delay(60);
    }

    public static async Task Lent()
    {
        var source = new TaskCompletionSource();
        Task consumer = Consume(source.Task);
        await Task.Yield();
        Scenarios.Burn(10);
        source.SetResult();
        await consumer;
    }

    public static async Task SourceAsynchronous()
    {
        var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task consumer = Consume(source.Task);
        await Task.Yield();
        source.SetResult();
        await consumer;
    }

    public static async Task Blocked()
    {
        await Task.Yield();
        Scenarios.AsyncSleep(60).Wait();
        Scenarios.Burn(5);
    }

    public static async Task BlockedOnRun()
    {
        await Task.Yield();
        Task.Run(Hold).Wait();
    }

    public static async Task WaitAll()
    {
        await Task.Yield();
        Task.WaitAll(Scenarios.AsyncSleep(30), Scenarios.AsyncSleep(60));
    }

    public static async Task Relay() => await Scenarios.AsyncSleep(50).WaitAsync(TimeSpan.FromSeconds(5));

    public static async Task RelayTimesOut()
    {
        Task slow = Scenarios.AsyncSleep(80);
        try
        {
            await slow.WaitAsync(TimeSpan.FromMilliseconds(40));
        }
        catch (TimeoutException)
        {
            await slow;
        }
    }

    public static async Task RelayCancelled()
    {
        using var cancel = new CancellationTokenSource();
        var started = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        Task a = AwaitsRelay(started.Task, cancel.Token), b = Await(a);
        started.SetResult(b);
        await Task.Delay(100);
        await cancel.CancelAsync();
    }

    public static async Task Pooled() => await PooledOuter();

    public static async Task PooledYield() => await PooledYields();

    public static async Task PooledYieldLater()
    {
        await Task.Delay(20);
        await PooledYields();
    }

    public static async Task ChannelRead()
    {
        Channel.CreateUnbounded<int>().Writer.Complete(); // compiled now: the writer must end before the reader has read
        var channel = Channel.CreateUnbounded<int>();
        Task writer = Write(channel.Writer);
        await foreach (int _ in channel.Reader.ReadAllAsync())
            Scenarios.Burn(2);
        await writer;
    }

    public static async Task Semaphore()
    {
        using var semaphore = new SemaphoreSlim(1);
        await Task.WhenAll(Locked(semaphore, 40), Locked(semaphore, 20));
    }

    public static async Task AsyncVoid()
    {
        Fire();
        await Task.Delay(60);
    }

    public static async Task SynchronousFault()
    {
        await Task.Yield();
        try
        {
            await FailsAtOnce(null!);
        }
        catch (ArgumentNullException)
        {
            Scenarios.Burn(1);
        }
    }

    public static async Task TwoAwaiters()
    {
        Task shared = Scenarios.AsyncSleep(50);
        await Task.WhenAll(Await(shared), AwaitToo(shared));
    }

    public static async Task AwaiterThenJoin()
    {
        Task shared = Scenarios.AsyncSleep(50), one = Await(shared);
        await Task.WhenAll(shared, Scenarios.AsyncSleep(20));
        await one;
    }

    public static async Task JoinThenAwaiter()
    {
        Task shared = Scenarios.AsyncSleep(50), join = Task.WhenAll(shared, Scenarios.AsyncSleep(20)), one = Await(shared);
        await join;
        await one;
    }

    public static async Task AwaiterThenContinuation()
    {
        Task shared = Scenarios.AsyncSleep(50), one = Await(shared);
        await shared.ContinueWith(After, TaskScheduler.Default);
        await one;
    }

    public static async Task AwaiterThenRelay()
    {
        Task shared = Scenarios.AsyncSleep(50), one = Await(shared);
        await shared.WaitAsync(TimeSpan.FromSeconds(5));
        await one;
    }

    public static async Task JoinOfAsynchronousSource()
    {
        var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task join = Task.WhenAll(source.Task, Scenarios.AsyncSleep(80));
        await Task.Delay(40);
        source.SetResult();
        await join;
    }

    public static async Task FireAndForget()
    {
        await Task.Yield();
        _ = Scenarios.AsyncSleep(80);
        await Task.Delay(20);
    }

    public static async Task NotAwaited()
    {
        await Task.Yield();
        _ = Scenarios.AsyncSleep(20);
        await Task.Delay(80);
    }

    public static async Task HotAwaitedLate()
    {
        await Task.Yield();
        Task hot = Scenarios.AsyncSleep(60);
        Scenarios.Burn(20);
        await hot;
    }

    public static async Task Starved()
    {
        ThreadPool.GetMaxThreads(out int workers, out int ports);
        ThreadPool.SetMaxThreads(Environment.ProcessorCount, ports);
        using var go = new ManualResetEventSlim();
        for (int i = 0; i < Environment.ProcessorCount; i++)
            ThreadPool.UnsafeQueueUserWorkItem(static state => ((ManualResetEventSlim)state!).Wait(), go);
        Task work = Task.Run(Hold);
        Thread.Sleep(100);
        go.Set();
        await work;
        ThreadPool.SetMaxThreads(workers, ports);
    }

    public static async Task Periodic()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (int i = 0; i < 3; i++)
            await timer.WaitForNextTickAsync();
    }

    public static Task Scheduler()
    {
        var scheduler = new OwnScheduler();
        return Task.Factory.StartNew(OnScheduler, CancellationToken.None, TaskCreationOptions.None, scheduler).Unwrap();
    }

    public static Task Context()
    {
        var context = new OwnContext();
        SynchronizationContext.SetSynchronizationContext(context);
        Task task = OnContext();
        SynchronizationContext.SetSynchronizationContext(null);
        return task;
    }

    public static async Task TaskRunCompleted() => await Task.Run(ReturnsCompleted);

    public static async Task AttachedChild() =>
        await Task.Factory.StartNew(Parent, CancellationToken.None, TaskCreationOptions.None, TaskScheduler.Default);

    public static Task Parallel() => System.Threading.Tasks.Parallel.ForEachAsync([1], ForEachBody);

    public static async Task CustomAwaiter() => await new OwnAwaitable();

    private static async ValueTask ForEachBody(int item, CancellationToken cancel) => await Task.Delay(20 * item, cancel);

    private static async Task OnScheduler()
    {
        await Task.Yield();
        await Scenarios.AsyncSleep(20);
        Scenarios.Burn(5);
    }

    private static async Task OnContext()
    {
        await Task.Yield();
        await Scenarios.AsyncSleep(20);
        Scenarios.Burn(5);
    }

    private static async ValueTask<int> Value3() => await Value2() + 1;

    private static async ValueTask<int> Value2() => await Value1() + 1;

    private static async ValueTask<int> Value1()
    {
        await Task.Delay(100);
        return 1;
    }

    private static async IAsyncEnumerable<int> Items()
    {
        await Task.Delay(20);
        yield return 1;
        await Task.Delay(20);
        yield return 2;
    }

    private static async Task RunAsync()
    {
        Scenarios.Burn(10);
        await Task.Delay(30);
        Scenarios.Burn(5);
    }

    private static Task Throws()
    {
        Scenarios.Burn(20);
        throw new InvalidOperationException("expected");
    }

    private static Task ReturnsCompleted()
    {
        Scenarios.Burn(20);
        return Task.CompletedTask;
    }

    private static void Parent() =>
        Task.Factory.StartNew(Hold, CancellationToken.None, TaskCreationOptions.AttachedToParent, TaskScheduler.Default);

    private static void After(Task task) => Scenarios.Burn(5);

    private static async Task Consume(Task source)
    {
        await source;
        Scenarios.Burn(20);
    }

    private static void Hold() => Thread.Sleep(50);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask PooledOuter()
    {
        await PooledInner();
        await Scenarios.AsyncSleep(20);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask PooledInner() => await Scenarios.AsyncSleep(40);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask PooledYields()
    {
        await Task.Yield();
        await Scenarios.AsyncSleep(40);
    }

    private static async Task Write(ChannelWriter<int> writer)
    {
        for (int i = 0; i < 2; i++)
        {
            await Task.Delay(20);
            writer.TryWrite(i);
        }

        writer.Complete();
    }

    private static async Task Locked(SemaphoreSlim semaphore, int ms)
    {
        await semaphore.WaitAsync();
        await Task.Delay(ms);
        semaphore.Release();
    }

    private static async void Fire() => await Task.Delay(20);

    private static async Task FailsAtOnce(object argument)
    {
        ArgumentNullException.ThrowIfNull(argument);
        await Task.Delay(1);
    }

    private static async Task AwaitsRelay(Task<Task> other, CancellationToken cancel)
    {
        Task b = await other;
        await b.WaitAsync(cancel);
    }

    private static async Task Await(Task task) => await task;

    private static async Task AwaitToo(Task task) => await task;
}
