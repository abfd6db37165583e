using Shop.Orders;

namespace Shop.Faults;

/// <summary>Faults of real apps, planted so that a profiler can find them. None of this is good code.</summary>
internal static class FaultEndpoints
{
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
}
