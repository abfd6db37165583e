using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace Pending;

/// <summary>Operations of which some can still be completed and others not, though all are held: what they wait for is, or is not.</summary>
internal static class Lost
{
    private static readonly List<object> Kept = [];
    private static readonly ConditionalWeakTable<object, object> Attached = new();
    private static readonly SemaphoreSlim Gate = new(0);
    private static readonly Channel<int> Pipe = Channel.CreateUnbounded<int>();

    private static readonly ThreadLocal<object> PerThread = new();

    [ThreadStatic]
    private static object? s_held;

    /// <summary>Begins them, and says of each method whether something can complete it.</summary>
    public static IEnumerable<(string Method, bool IsLost)> Begin()
    {
        var held = new TaskCompletionSource();
        Kept.Add(held);
        Kept.Add(OnHeld(held.Task));
        yield return ("OnHeld", false);
        Kept.Add(OnDropped());
        yield return ("OnDropped", true);
        Kept.Add(OverDropped());
        yield return ("OverDropped", true);
        Kept.Add(OnHeldSemaphore());
        yield return ("OnHeldSemaphore", false);
        Kept.Add(OnDroppedSemaphore(new SemaphoreSlim(0)));
        yield return ("OnDroppedSemaphore", true);
        Kept.Add(OnHeldChannel());
        yield return ("OnHeldChannel", false);
        Kept.Add(OnDroppedChannel(Channel.CreateUnbounded<int>()));
        yield return ("OnDroppedChannel", true);
        Kept.Add(OnDelay());
        yield return ("OnDelay", false);
        Cycle();
        yield return ("CycleOne", true);
        yield return ("CycleOther", true);
        AfterDelay();
        yield return ("OnWhatComesAfterADelay", false);
        AfterNothing();
        yield return ("OnWhatComesAfterNothing", true);
        ByTimer();
        yield return ("OnTimer", false);
        ByThread();
        yield return ("OnThread", false);
        yield return ("OnThreadStatic", false);
        yield return ("OnThreadStaticOfGeneric", false);
        yield return ("OnThreadLocal", false);
        ByHandles();
        yield return ("OnStrongHandle", false);
        yield return ("OnWeakHandle", true);
        yield return ("OnAttached", false);
        Large();
        yield return ("OnLargeArray", false);
        ByFinalizer();
        yield return ("OnFinalizer", false);
    }

    private static async Task OnHeld(Task task) => await task;

    private static async Task OnDropped() => await new TaskCompletionSource().Task;

    private static async Task OverDropped() => await OnDropped();

    private static async Task OnHeldSemaphore() => await Gate.WaitAsync();

    private static async Task OnDroppedSemaphore(SemaphoreSlim semaphore)
    {
        await semaphore.WaitAsync();
        semaphore.Release();
    }

    private static async Task OnHeldChannel() => await Pipe.Reader.ReadAsync();

    private static async Task OnDroppedChannel(Channel<int> channel)
    {
        await channel.Reader.ReadAsync();
        channel.Writer.TryWrite(1);
    }

    private static async Task OnDelay() => await Task.Delay(TimeSpan.FromHours(1));

    private static void Cycle()
    {
        var both = new Task[2];
        var start = new TaskCompletionSource();
        both[0] = CycleOne(start.Task, both);
        both[1] = CycleOther(start.Task, both);
        start.SetResult();
        Kept.Add(both);
    }

    private static async Task CycleOne(Task start, Task[] both)
    {
        await start;
        await both[1];
    }

    private static async Task CycleOther(Task start, Task[] both)
    {
        await start;
        await both[0];
    }

    private static void AfterDelay()
    {
        var source = new TaskCompletionSource();
        Kept.Add(OnWhatComesAfterADelay(source.Task));
        Kept.Add(Then(Task.Delay(TimeSpan.FromHours(1)), source));
    }

    private static void AfterNothing()
    {
        var source = new TaskCompletionSource();
        Kept.Add(OnWhatComesAfterNothing(source.Task));
        Kept.Add(Then(new TaskCompletionSource().Task, source));
    }

    private static async Task Then(Task first, TaskCompletionSource source)
    {
        await first;
        source.SetResult();
    }

    private static async Task OnWhatComesAfterADelay(Task task) => await task;

    private static async Task OnWhatComesAfterNothing(Task task) => await task;

    private static void ByTimer()
    {
        var source = new TaskCompletionSource();
        Kept.Add(OnTimer(source.Task));
        Kept.Add(new Timer(_ => source.SetResult(), null, TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan));
    }

    private static async Task OnTimer(Task task) => await task;

    private static void ByThread()
    {
        var source = new TaskCompletionSource();
        TaskCompletionSource[] others = [new(), new(), new()];
        Kept.Add(OnThread(source.Task));
        Kept.Add(OnThreadStatic(others[0].Task));
        Kept.Add(OnThreadStaticOfGeneric(others[1].Task));
        Kept.Add(OnThreadLocal(others[2].Task));
        var thread = new Thread(() =>
        {
            s_held = others[0];
            Of<TaskCompletionSource>.Held = others[1];
            PerThread.Value = others[2];
            others = null!;
            Thread.Sleep(TimeSpan.FromHours(1));
            source.SetResult();
        });
        thread.IsBackground = true;
        thread.Start();
    }

    private static async Task OnThread(Task task) => await task;

    private static async Task OnThreadStatic(Task task) => await task;

    private static async Task OnThreadStaticOfGeneric(Task task) => await task;

    private static async Task OnThreadLocal(Task task) => await task;

    private static void ByHandles()
    {
        var strong = new TaskCompletionSource();
        Kept.Add(OnStrongHandle(strong.Task));
        GCHandle.Alloc(strong);
        var weak = new TaskCompletionSource();
        Kept.Add(OnWeakHandle(weak.Task));
        GCHandle.Alloc(weak, GCHandleType.Weak);
        var attached = new TaskCompletionSource();
        Kept.Add(OnAttached(attached.Task));
        Attached.Add(Gate, attached);
    }

    private static async Task OnStrongHandle(Task task) => await task;

    private static async Task OnWeakHandle(Task task) => await task;

    private static async Task OnAttached(Task task) => await task;

    private static void Large()
    {
        object[] large = new object[100_000];
        var source = new TaskCompletionSource();
        large[77_777] = source;
        Kept.Add(large);
        Kept.Add(OnLargeArray(source.Task));
    }

    private static async Task OnLargeArray(Task task) => await task;

    private static void ByFinalizer()
    {
        var source = new TaskCompletionSource();
        Kept.Add(OnFinalizer(source.Task));
        _ = new Closing(source);
    }

    private static async Task OnFinalizer(Task task) => await task;

    private sealed class Closing(TaskCompletionSource source)
    {
        ~Closing() => source.TrySetResult();
    }

    private static class Of<T>
    {
        [ThreadStatic]
        public static T? Held;
    }
}
