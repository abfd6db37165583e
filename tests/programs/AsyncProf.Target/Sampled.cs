using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace AsyncProf.Target;

/// <summary>Programs with known answers for who samples threads. Times are milliseconds; what computes does so for as long as it says, whatever the machine.</summary>
internal static class Sampled
{
    private static readonly object Gate = new();

    /// <summary>Runs all, one after the other.</summary>
    public static async Task<int> RunAsync()
    {
        await Task.Yield();
        await RecursiveAsync(3);
        for (int i = 0; i < 2; i++)
            await SleepsAsync();
        await FooAsync();
        await Task.Run(SyncMain);
        await AwaitsPoolAsync();
        await ChainAsync();
        await Task.WhenAll(LockedAsync(), LockedAsync());
        await ReadsAsync();
        return 0;
    }

    /// <summary>S2, with more samples in each of its stacks than tell nothing: suspends and computes in each of its calls that goes on.</summary>
    private static async Task RecursiveAsync(int n)
    {
        if (n <= 0)
            return;
        await Task.Delay(100);
        Burn(200);
        await RecursiveAsync(n - 1);
        await RecursiveAsync(n - 2);
    }

    /// <summary>S3.</summary>
    private static async Task SleepsAsync()
    {
        await Task.Delay(100);
        Thread.Sleep(100);
        await Task.Delay(100);
        Thread.Sleep(100);
        await Task.Delay(100);
        Burn(300);
    }

    /// <summary>S7: computes before it first suspends, which is its caller's time.</summary>
    private static async Task FooAsync()
    {
        Burn(300);
        await IoAsync(300);
        Thread.Sleep(300);
        await IoAsync(300);
    }

    private static async Task IoAsync(int milliseconds) => await Task.Delay(milliseconds);

    /// <summary>S13: runs an async method to its end.</summary>
    private static void SyncMain()
    {
        OuterAsync().GetAwaiter().GetResult();
        Thread.Sleep(250);
    }

    private static async Task OuterAsync()
    {
        Inner();
        await Task.Delay(250);
    }

    private static void Inner() => Innermost();

    private static void Innermost() => Thread.Sleep(250);

    /// <summary>S15.</summary>
    private static async Task AwaitsPoolAsync() => await Task.Run(Work);

    private static void Work() => Burn(400);

    /// <summary>Segments of 50 µs, whose work all lies in one method.</summary>
    private static async Task ChainAsync()
    {
        for (int i = 0; i < 10_000; i++)
        {
            await Task.Yield();
            Compute();
        }
    }

    private static async Task LockedAsync()
    {
        await Task.Yield();
        lock (Gate)
            Thread.Sleep(300);
    }

    /// <summary>Waits for a byte that comes late, and holds its thread meanwhile.</summary>
    private static async Task ReadsAsync()
    {
        await Task.Yield(); // a connection may be made before it is awaited: then nothing here suspends
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, ((IPEndPoint)listener.LocalEndpoint).Port);
        using Socket other = await listener.AcceptSocketAsync();
        using var late = new Timer(_ => other.Send([1]), null, 300, Timeout.Infinite);
        client.Client.Receive(new byte[1]);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Burn(int milliseconds)
    {
        for (long end = Stopwatch.GetTimestamp() + (milliseconds * Stopwatch.Frequency / 1000); Stopwatch.GetTimestamp() < end;)
            Spin();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double Spin()
    {
        double x = 1;
        for (int i = 0; i < 1000; i++)
            x = Math.Sqrt(x + i);
        return x;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Compute()
    {
        for (long end = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 20_000); Stopwatch.GetTimestamp() < end;)
        {
        }
    }
}
