using System.Threading.Channels;
using Shop.Orders;

namespace Shop.Faults;

/// <summary>Faults of real apps, planted so that a profiler can find them. None of this is good code; <see cref="SoundEndpoints"/> does the same well.</summary>
internal static class FaultEndpoints
{
    private static readonly SemaphoreSlim Till = new(1);

    /// <summary>Sync over async: a pool thread blocks until another one has done the work.</summary>
    public static IResult SyncOverAsync(OrderService orders)
    {
        Order order = orders.GetAsync(1, CancellationToken.None).Result;
        return Results.Json(order);
    }

    /// <summary>N+1: one await after the other where a single one, or <c>WhenAll</c>, would do.</summary>
    public static async Task<IResult> NPlusOneAsync(IOrderStore store, CancellationToken cancellationToken)
    {
        decimal total = 0;
        for (int id = 1; id <= 10; id++)
            total += (await store.LoadAsync(id, cancellationToken)).Price;
        return Results.Json(new { total });
    }

    /// <summary>Fire and forget: the request is over, its work is not, and nobody sees it fail.</summary>
    public static async Task<IResult> FireAndForgetAsync(CancellationToken cancellationToken)
    {
        _ = SendMailAsync();
        await Task.Delay(TimeSpan.FromMilliseconds(2), cancellationToken);
        return Results.Text("queued");
    }

    /// <summary>Pool starvation: many delegates hold pool threads, and what awaits them has to wait for a thread.</summary>
    public static async Task<IResult> StarvationAsync()
    {
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(HoldThread)));
        return Results.Text("done");
    }

    /// <summary>A contended lock: everybody pays at one till.</summary>
    public static async Task<IResult> LockAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(Enumerable.Range(0, 25).Select(_ => PayAsync(cancellationToken)));
        return Results.Text("paid");
    }

    /// <summary>A straggler: three warehouses answer at once, and the fourth lets them wait.</summary>
    public static async Task<IResult> StragglerAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(AskNearAsync(5, cancellationToken), AskNearAsync(6, cancellationToken), AskNearAsync(7, cancellationToken), AskFarAsync(cancellationToken));
        return Results.Text("counted");
    }

    /// <summary>A thread held for long: what could wait sleeps.</summary>
    public static async Task<IResult> LongHoldAsync()
    {
        await Task.Yield();
        Thread.Sleep(120);
        return Results.Text("slept");
    }

    /// <summary>Polling by yields: a thread is busy with nothing until the work is done.</summary>
    public static async Task<IResult> YieldLoopAsync(CancellationToken cancellationToken)
    {
        Task work = Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
        while (!work.IsCompleted)
            await Task.Yield();
        return Results.Text("polled");
    }

    /// <summary>An await that never completes: nobody sets the result.</summary>
    public static async Task<IResult> NeverCompletedAsync(CancellationToken cancellationToken)
    {
        _ = WaitForReceiptAsync(new TaskCompletionSource());
        await Task.Delay(TimeSpan.FromMilliseconds(2), cancellationToken);
        return Results.Text("ordered");
    }

    /// <summary>What no event names: a channel resumes whoever waits for an item by itself.</summary>
    public static async Task<IResult> UnknownAsync(CancellationToken cancellationToken)
    {
        var prices = Channel.CreateUnbounded<int>();
        await using var source = new Timer(_ => prices.Writer.TryWrite(1), null, TimeSpan.FromMilliseconds(20), Timeout.InfiniteTimeSpan);
        return Results.Json(await prices.Reader.ReadAsync(cancellationToken));
    }

    /// <summary>Never ends: a stream of prices that the client must leave.</summary>
    public static async Task EndlessAsync(HttpContext context)
    {
        for (int price = 1; !context.RequestAborted.IsCancellationRequested; price++)
        {
            await context.Response.WriteAsync($"{price}\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(TimeSpan.FromMilliseconds(20), context.RequestAborted);
        }
    }

    private static void HoldThread() => Thread.Sleep(20);

    private static async Task SendMailAsync()
    {
        await Task.Delay(TimeSpan.FromMilliseconds(120));
        throw new InvalidOperationException("The mail server is away.");
    }

    private static async Task PayAsync(CancellationToken cancellationToken)
    {
        await Till.WaitAsync(cancellationToken);
        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(2), cancellationToken);
        }
        finally
        {
            Till.Release();
        }
    }

    private static async Task AskNearAsync(int milliseconds, CancellationToken cancellationToken) =>
        await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), cancellationToken);

    private static async Task AskFarAsync(CancellationToken cancellationToken) => await Task.Delay(TimeSpan.FromMilliseconds(60), cancellationToken);

    private static async Task WaitForReceiptAsync(TaskCompletionSource receipt) => await receipt.Task;
}
