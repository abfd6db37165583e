namespace Shop.Stock;

/// <summary>The endpoints around stock.</summary>
internal static class StockEndpoints
{
    public static async Task<IResult> ReserveAsync(string sku, StockRoom room, CancellationToken cancellationToken) =>
        Results.Json(new { reserved = await room.ReserveAsync(sku, cancellationToken) });

    public static async Task<IResult> CatalogAsync(Catalog catalog, CancellationToken cancellationToken) =>
        Results.Json(new { items = await catalog.CountAsync(cancellationToken) });

    public static async Task<IResult> CarriersAsync(CarrierClient carriers, CancellationToken cancellationToken) =>
        Results.Text(await carriers.QuoteAsync(cancellationToken));
}
