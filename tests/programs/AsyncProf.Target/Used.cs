using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AsyncProf.Target;

/// <summary>Methods that allocate known amounts and use known amounts of the processors, each after it has suspended, so that events tell whose they are.</summary>
internal static class Used
{
    private const int KiB = 1024, MiB = 1024 * KiB;

    private static object? s_kept;

    /// <summary>Runs all that allocates; prints how much the process allocated meanwhile by its own count.</summary>
    public static async Task<int> AllocateAsync()
    {
        await Task.Yield();
        long before = GC.GetTotalAllocatedBytes(precise: true);
        await LoadAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => FetchAsync()));
        await ConsumeAsync();
        await RunAsync();
        await LoopAsync();
        await BigAsync();
        await ValueAsync();
        Console.WriteLine(GC.GetTotalAllocatedBytes(precise: true) - before);
        return 0;
    }

    /// <summary>Runs all that uses processors.</summary>
    public static async Task<int> ComputeAsync()
    {
        ThreadPool.SetMinThreads(4 * Environment.ProcessorCount, 4);
        await Task.Yield();
        await SpinsAsync();
        await SleepsAsync();
        await BlocksAsync();
        await WaitsAsync();
        await ReadsAsync();
        await Task.WhenAll(Enumerable.Range(0, 3 * Environment.ProcessorCount).Select(_ => CrowdedAsync()));
        return 0;
    }

    /// <summary>6 MiB itself, and four times what it awaits.</summary>
    private static async Task LoadAsync()
    {
        await Task.Yield();
        Take(3 * MiB);
        for (int i = 0; i < 4; i++)
            await ParseAsync();
        Take(3 * MiB);
    }

    /// <summary>2 MiB.</summary>
    private static async Task ParseAsync()
    {
        await Task.Yield();
        Take(2 * MiB);
    }

    /// <summary>1 MiB in two halves, beside others on other threads.</summary>
    private static async Task FetchAsync()
    {
        await Task.Yield();
        Take(512 * KiB);
        await Task.Yield();
        Take(512 * KiB);
    }

    /// <summary>50 KiB for each of 40 items.</summary>
    private static async Task ConsumeAsync()
    {
        await Task.Yield();
        await foreach (int item in ItemsAsync(40))
            Take(50 * KiB);
    }

    /// <summary>100 KiB for each item, after it has waited for it.</summary>
    private static async IAsyncEnumerable<int> ItemsAsync(int count)
    {
        for (int i = 0; i < count; i++)
        {
            await Task.Yield();
            Take(100 * KiB);
            yield return i;
        }
    }

    /// <summary>4 MiB, all in the delegate.</summary>
    private static async Task RunAsync()
    {
        await Task.Yield();
        await Task.Run(static () => Take(4 * MiB));
    }

    /// <summary>4 KiB at each of 2,000 yields.</summary>
    private static async Task LoopAsync()
    {
        for (int i = 0; i < 2000; i++)
        {
            await Task.Yield();
            Take(4 * KiB);
        }
    }

    /// <summary>Five large objects of 1 MiB.</summary>
    private static async Task BigAsync()
    {
        await Task.Yield();
        for (int i = 0; i < 5; i++)
            s_kept = new byte[MiB - 24];
    }

    /// <summary>2 MiB, as a value task.</summary>
    private static async ValueTask ValueAsync()
    {
        await Task.Yield(); // a delay may be over before it is awaited
        Take(2 * MiB);
    }

    /// <summary>Allocates so many bytes, in objects of 1 KiB.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Take(int bytes)
    {
        for (int i = 0; i < bytes / KiB; i++)
            s_kept = new byte[KiB - 24];
    }

    /// <summary>Computes for 600 ms.</summary>
    private static async Task SpinsAsync()
    {
        for (int i = 0; i < 12; i++)
        {
            await Task.Yield();
            Spin(50);
        }
    }

    /// <summary>Holds a thread for 600 ms, and computes nothing.</summary>
    private static async Task SleepsAsync()
    {
        for (int i = 0; i < 12; i++)
        {
            await Task.Yield();
            Thread.Sleep(50);
        }
    }

    /// <summary>Blocks on tasks for 600 ms.</summary>
    private static async Task BlocksAsync()
    {
        for (int i = 0; i < 12; i++)
        {
            await Task.Yield();
            Task.Delay(50).Wait();
        }
    }

    /// <summary>Waits for 600 ms, without a thread.</summary>
    private static async Task WaitsAsync()
    {
        for (int i = 0; i < 12; i++)
            await Task.Delay(50);
    }

    /// <summary>Has the operating system work for 600 ms.</summary>
    private static async Task ReadsAsync()
    {
        await Task.Yield();
        using FileStream zeros = new("/dev/urandom", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        byte[] buffer = new byte[MiB];
        long until = Stopwatch.GetTimestamp() + (Stopwatch.Frequency * 6 / 10);
        while (Stopwatch.GetTimestamp() < until)
            zeros.ReadExactly(buffer);
    }

    /// <summary>Computes for 300 ms by the clock, where more others do than there are processors.</summary>
    private static async Task CrowdedAsync()
    {
        for (int i = 0; i < 6; i++)
        {
            await Task.Yield();
            Spin(50);
        }
    }

    private static void Spin(int milliseconds)
    {
        long until = Stopwatch.GetTimestamp() + (Stopwatch.Frequency * milliseconds / 1000);
        while (Stopwatch.GetTimestamp() < until)
            ;
    }
}
