using System.Collections.Concurrent;
using System.Diagnostics;

namespace AsyncProf.Target;

/// <summary>
/// Methods that hold a thread in known ways, each after it has suspended; each says for how long, by its own clock. Whatever else would wait for a moment is done elsewhere: threads are started, and lines
/// written, by the method that calls them.
/// </summary>
internal static class Waiting
{
    private static readonly ReaderWriterLockSlim Readers = new();

    private static readonly object Gate = new();

    private static readonly List<string> Lines = [];

    private static Action? s_action;

    private static Thread? s_joined;

    private static volatile bool s_isHeld, s_ends;

    /// <summary>Runs them one after the other; prints a line for each: its name, how many nanoseconds it took, and for how many of them the thread slept.</summary>
    public static async Task<int> RunAsync()
    {
        ThreadPool.SetMinThreads(8, 8);
        Started(Help);
        s_joined = Started(static () =>
        {
            while (!s_ends)
                Thread.Sleep(1);
        });
        await Task.Yield();
        foreach (Func<Task> next in (Func<Task>[])[MonitorAsync, ReadersAsync, SemaphoreAsync, EventAsync, AllAsync, JoinAsync, TakeAsync, BlockAsync, SleepAsync, SpinAsync])
            await next();
        Lines.ForEach(Console.WriteLine);
        return 0;
    }

    /// <summary>One of them, which does not spin before it waits; returns its line.</summary>
    public static async Task<string> OnceAsync()
    {
        if (Lines.Count == 0)
            Started(Help);
        await EventAsync();
        return Lines[^1];
    }

    /// <summary>Two threads wait for each other so many times; prints how many nanoseconds of processors the process used for each wait.</summary>
    public static async Task<int> TakeTurnsAsync(int turns)
    {
        using AutoResetEvent here = new(false), there = new(false);
        await Task.Yield();
        using var process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        Thread other = Started(() =>
        {
            for (int i = 0; i < turns; i++)
            {
                here.WaitOne();
                there.Set();
            }
        });
        for (int i = 0; i < turns; i++)
        {
            here.Set();
            there.WaitOne();
        }

        other.Join();
        process.Refresh();
        Console.WriteLine((long)((process.TotalProcessorTime - before).TotalNanoseconds / (2.0 * turns)));
        return 0;
    }

    private static async Task MonitorAsync()
    {
        await Task.Yield();
        Hold(() => Monitor.Enter(Gate), 120, () => Monitor.Exit(Gate));
        Tell(nameof(MonitorAsync), static () => Monitor.Enter(Gate));
        Monitor.Exit(Gate);
    }

    private static async Task ReadersAsync()
    {
        await Task.Yield();
        Hold(Readers.EnterWriteLock, 110, Readers.ExitWriteLock);
        Tell(nameof(ReadersAsync), Readers.EnterReadLock);
        Readers.ExitReadLock();
    }

    private static async Task SemaphoreAsync()
    {
        await Task.Yield();
        var semaphore = new SemaphoreSlim(0);
        After(100, () => semaphore.Release());
        Tell(nameof(SemaphoreAsync), semaphore.Wait);
    }

    private static async Task EventAsync()
    {
        await Task.Yield();
        var gate = new ManualResetEvent(false);
        After(130, () => gate.Set());
        Tell(nameof(EventAsync), () => gate.WaitOne());
    }

    private static async Task AllAsync()
    {
        await Task.Yield();
        TaskCompletionSource one = new(), other = new();
        After(140, () =>
        {
            one.SetResult();
            other.SetResult();
        });
        Tell(nameof(AllAsync), () => Task.WaitAll(one.Task, other.Task));
    }

    private static async Task JoinAsync()
    {
        await Task.Yield();
        After(90, static () => s_ends = true);
        Tell(nameof(JoinAsync), s_joined!.Join);
    }

    private static async Task TakeAsync()
    {
        await Task.Yield();
        var items = new BlockingCollection<int>();
        After(150, () => items.Add(1));
        Tell(nameof(TakeAsync), () => items.Take());
    }

    /// <summary>The one that the library itself tells of.</summary>
    private static async Task BlockAsync()
    {
        await Task.Yield();
        var source = new TaskCompletionSource();
        After(160, source.SetResult);
        Tell(nameof(BlockAsync), source.Task.Wait);
    }

    /// <summary>No wait on a handle: nothing tells that it does not run.</summary>
    private static async Task SleepAsync()
    {
        await Task.Yield();
        Tell(nameof(SleepAsync), static () => Thread.Sleep(70));
    }

    private static async Task SpinAsync()
    {
        await Task.Yield();
        Tell(nameof(SpinAsync), static () => Spin(TimeSpan.FromMilliseconds(60)));
    }

    private static void Spin(TimeSpan time)
    {
        for (long begin = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begin) < time;)
            Thread.SpinWait(1);
    }

    private static void Tell(string name, Action wait)
    {
        long begin = Stopwatch.GetTimestamp(), busy = BusyNs();
        wait();
        busy = BusyNs() - busy;
        long all = (long)Stopwatch.GetElapsedTime(begin).TotalNanoseconds;
        Lines.Add(FormattableString.Invariant($"{name} {all} {Math.Max(0, all - busy)}"));
    }

    /// <summary>How long the thread has been on a processor, or would have been if one had been free: what spins before it waits does not sleep. 0 where the system does not tell.</summary>
    private static long BusyNs() => OperatingSystem.IsLinux()
        ? File.ReadAllText("/proc/thread-self/schedstat").Split(' ').Take(2).Sum(static number => long.Parse(number, System.Globalization.CultureInfo.InvariantCulture))
        : 0;

    /// <summary>Returns when another thread holds it, which it does for so long.</summary>
    private static void Hold(Action enter, int milliseconds, Action exit)
    {
        s_isHeld = false;
        After(0, () =>
        {
            enter();
            s_isHeld = true;
            Thread.Sleep(milliseconds);
            exit();
        });
        while (!s_isHeld)
            Thread.SpinWait(10);
    }

    private static void After(int milliseconds, Action action) => Volatile.Write(ref s_action, () =>
    {
        Thread.Sleep(milliseconds);
        action();
    });

    private static Thread Started(ThreadStart action)
    {
        var thread = new Thread(action) { IsBackground = true };
        thread.Start();
        return thread;
    }

    /// <summary>Does what the others ask for, one after the other, and has nobody wait for that.</summary>
    private static void Help()
    {
        while (true)
        {
            Interlocked.Exchange(ref s_action, null)?.Invoke();
            Thread.Sleep(1);
        }
    }
}
