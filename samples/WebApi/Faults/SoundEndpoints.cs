using System.Diagnostics;
using System.Threading.Channels;
using Shop.Orders;

namespace Shop.Faults;

/// <summary>What looks like the <see cref="FaultEndpoints"/> and is none of them: a profiler that complains here cries wolf.</summary>
internal static class SoundEndpoints
{
    private static readonly SemaphoreSlim Tills = new(20);

    /// <summary>Awaits the order.</summary>
    public static async Task<IResult> AwaitedAsync(OrderService orders, CancellationToken cancellationToken) =>
        Results.Json(await orders.GetAsync(1, cancellationToken));

    /// <summary>Ten loads at once, and four more in a row.</summary>
    public static async Task<IResult> AllAtOnceAsync(IOrderStore store, CancellationToken cancellationToken)
    {
        Order[] orders = await Task.WhenAll(Enumerable.Range(1, 10).Select(id => store.LoadAsync(id, cancellationToken)));
        decimal total = orders.Sum(order => order.Price);
        for (int turn = 0; turn < 4; turn++)
            total += await TaxAsync(cancellationToken);
        return Results.Json(new { total });
    }

    /// <summary>The mail is on its way while something else is done, and awaited at the end.</summary>
    public static async Task<IResult> AwaitedMailAsync(CancellationToken cancellationToken)
    {
        Task mail = SendMailAsync(cancellationToken);
        await Task.Delay(TimeSpan.FromMilliseconds(2), cancellationToken);
        await mail;
        return Results.Text("sent");
    }

    /// <summary>As many at once as in the fault, and none of them holds a thread.</summary>
    public static async Task<IResult> NoThreadHeldAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => WaitAsync(cancellationToken), cancellationToken)));
        return Results.Text("done");
    }

    /// <summary>A semaphore that some wait for, but not for long.</summary>
    public static async Task<IResult> EnoughTillsAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(Enumerable.Range(0, 25).Select(_ => PayAsync(cancellationToken)));
        return Results.Text("paid");
    }

    /// <summary>Four warehouses, one somewhat slower than the others.</summary>
    public static async Task<IResult> AllNearAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(AskAsync(20, cancellationToken), AskAsync(22, cancellationToken), AskAsync(24, cancellationToken), AskSlowerAsync(cancellationToken));
        return Results.Text("counted");
    }

    /// <summary>As long on a thread as in the fault, in two turns.</summary>
    public static async Task<IResult> ShortHoldsAsync()
    {
        for (int turn = 0; turn < 2; turn++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1));
            Thread.Sleep(50);
        }

        return Results.Text("slept");
    }

    /// <summary>Long work that lets others in now and then.</summary>
    public static async Task<IResult> PoliteYieldsAsync()
    {
        for (int turn = 0; turn < 110; turn++)
        {
            Compute(TimeSpan.FromMilliseconds(0.5));
            await Task.Yield();
        }

        return Results.Text("computed");
    }

    /// <summary>Somebody does set the result, late.</summary>
    public static async Task<IResult> CompletedAsync()
    {
        var receipt = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var printer = new Timer(_ => receipt.TrySetResult(), null, TimeSpan.FromMilliseconds(100), Timeout.InfiniteTimeSpan);
        await receipt.Task;
        return Results.Text("printed");
    }

    /// <summary>A channel whose item comes soon.</summary>
    public static async Task<IResult> MostlyKnownAsync(CancellationToken cancellationToken)
    {
        var prices = Channel.CreateUnbounded<int>();
        await using var source = new Timer(_ => prices.Writer.TryWrite(1), null, TimeSpan.FromMilliseconds(2), Timeout.InfiniteTimeSpan);
        int price = await prices.Reader.ReadAsync(cancellationToken);
        await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
        return Results.Json(price);
    }

    private static async Task<decimal> TaxAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(2), cancellationToken);
        return 0.25m;
    }

    private static async Task SendMailAsync(CancellationToken cancellationToken) => await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);

    private static async Task WaitAsync(CancellationToken cancellationToken) => await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);

    private static async Task PayAsync(CancellationToken cancellationToken)
    {
        await Tills.WaitAsync(cancellationToken);
        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(2), cancellationToken);
        }
        finally
        {
            Tills.Release();
        }
    }

    private static async Task AskAsync(int milliseconds, CancellationToken cancellationToken) =>
        await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), cancellationToken);

    private static async Task AskSlowerAsync(CancellationToken cancellationToken) => await Task.Delay(TimeSpan.FromMilliseconds(30), cancellationToken);

    private static void Compute(TimeSpan time)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < time)
            Thread.SpinWait(10);
    }
}
