using Microsoft.AspNetCore.Http;

namespace AsyncProf.Benchmarks.Spans;

/// <summary>
/// A request of ten async operations, one below and one after the other and three at once, each of a few milliseconds: ten spans. Each yields first, because what is done
/// before it is awaited, on a thread that stood still for so long, is no operation.
/// </summary>
internal static class Checkout
{
    /// <summary>How many operations a request has.</summary>
    public const int Operations = 10;

    private const int Short = 8;
    private const int Long = 12;

    public static async Task HandleAsync(HttpContext context)
    {
        await AuthorizeAsync();
        await LoadAsync();
        await PriceAsync();
        await SaveAsync();
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task AuthorizeAsync()
    {
        await Task.Yield();
        await Task.Delay(Short);
    }

    private static async Task LoadAsync()
    {
        await Task.Yield();
        await Task.WhenAll(LoadLinesAsync(), LoadPricesAsync(), LoadStockAsync());
    }

    private static async Task LoadLinesAsync()
    {
        await Task.Yield();
        await Task.Delay(Long);
    }

    private static async Task LoadPricesAsync()
    {
        await Task.Yield();
        await Task.Delay(Short);
    }

    private static async Task LoadStockAsync()
    {
        await Task.Yield();
        await Task.Delay(Long);
    }

    private static async Task PriceAsync()
    {
        await Task.Yield();
        await DiscountAsync();
        await TaxAsync();
    }

    private static async Task DiscountAsync()
    {
        await Task.Yield();
        await Task.Delay(Short);
    }

    private static async Task TaxAsync()
    {
        await Task.Yield();
        await Task.Delay(Short);
    }

    private static async Task SaveAsync()
    {
        await Task.Yield();
        await Task.Delay(Long);
    }
}
