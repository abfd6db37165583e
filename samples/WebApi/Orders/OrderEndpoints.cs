namespace Shop.Orders;

/// <summary>The endpoints around orders.</summary>
internal static class OrderEndpoints
{
    public static async Task<IResult> GetAsync(int id, OrderService orders, CancellationToken cancellationToken) =>
        Results.Json(await orders.GetAsync(id, cancellationToken));

    public static async Task<IResult> SummaryAsync(int id, SummaryService summaries, CancellationToken cancellationToken) =>
        Results.Text(await summaries.BuildAsync(id, cancellationToken));

    public static async Task<IResult> InvoiceAsync(int id, InvoiceService invoices, CancellationToken cancellationToken) =>
        Results.Text(await invoices.BuildAsync(id, cancellationToken));

    /// <summary>An async stream, read item by item.</summary>
    public static async Task<IResult> ListAsync(IOrderStore store, CancellationToken cancellationToken)
    {
        decimal total = 0;
        await foreach (Order order in store.ReadAllAsync(20, cancellationToken))
            total += order.Price;
        return Results.Json(new { total });
    }

    public static async Task<IResult> PlaceAsync(Order order, OrderQueue queue, CancellationToken cancellationToken) =>
        Results.Json(new { number = await queue.PlaceAsync(order, cancellationToken) });

    public static async Task<IResult> TaxAsync(string country, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(3), cancellationToken);
        return Results.Text(country == "NO" ? "0.25" : "0.20");
    }

    public static async Task<IResult> LabelAsync(int id, OrderService orders, CancellationToken cancellationToken) =>
        Results.Text(await orders.LabelAsync(id, cancellationToken));
}
