namespace Edges.Traps;

/// <summary>Thirty iterators at once of three kinds, all on the same ticks.</summary>
internal static class StormOfItems
{
    public static Pattern Pattern { get; } = new(
        nameof(StormOfItems), StormOfItemsAsync, "R1, R6",
        "StormOfItemsAsync > StormOfItemsOrderAsync *10",
        "StormOfItemsOrderAsync > StormOfItemsOrderItemsAsync *10",
        "StormOfItemsOrderItemsAsync > StormOfItemsOrderLoadAsync *20",
        "StormOfItemsAsync > StormOfItemsStockAsync *10",
        "StormOfItemsStockAsync > StormOfItemsStockItemsAsync *10",
        "StormOfItemsStockItemsAsync > StormOfItemsStockLoadAsync *20",
        "StormOfItemsAsync > StormOfItemsUserAsync *10",
        "StormOfItemsUserAsync > StormOfItemsUserItemsAsync *10",
        "StormOfItemsUserItemsAsync > StormOfItemsUserLoadAsync *20")
    {
        IsHostile = true,
        May = ["StormOfItemsOrderAsync > StormOfItemsOrderLogAsync", " > StormOfItemsOrderLogAsync", "StormOfItemsStockAsync > StormOfItemsStockLogAsync", " > StormOfItemsStockLogAsync", "StormOfItemsUserAsync > StormOfItemsUserLogAsync", " > StormOfItemsUserLogAsync"],
    };

    private static async Task StormOfItemsAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await Task.WhenAll(Enumerable.Range(0, 10).SelectMany(_ => new[] { StormOfItemsOrderAsync(), StormOfItemsStockAsync(), StormOfItemsUserAsync() }));
    }

    private static async Task StormOfItemsOrderAsync()
    {
        _ = StormOfItemsOrderLogAsync().WaitAsync(TimeSpan.FromSeconds(5));
        await foreach (int _ in StormOfItemsOrderItemsAsync())
        {
            // Nothing to do.
        }

        await Task.Delay(20);
    }

    private static async IAsyncEnumerable<int> StormOfItemsOrderItemsAsync()
    {
        await StormOfItemsOrderLoadAsync();
        yield return 1;
        await StormOfItemsOrderLoadAsync().WaitAsync(TimeSpan.FromSeconds(5));
        yield return 2;
    }

    private static async Task StormOfItemsOrderLoadAsync() => await Task.Delay(20);

    private static async Task StormOfItemsOrderLogAsync() => await Task.Delay(40);

    private static async Task StormOfItemsStockAsync()
    {
        _ = StormOfItemsStockLogAsync().WaitAsync(TimeSpan.FromSeconds(5));
        await foreach (int _ in StormOfItemsStockItemsAsync())
        {
            // Nothing to do.
        }

        await Task.Delay(20);
    }

    private static async IAsyncEnumerable<int> StormOfItemsStockItemsAsync()
    {
        await StormOfItemsStockLoadAsync();
        yield return 1;
        await StormOfItemsStockLoadAsync().WaitAsync(TimeSpan.FromSeconds(5));
        yield return 2;
    }

    private static async Task StormOfItemsStockLoadAsync() => await Task.Delay(20);

    private static async Task StormOfItemsStockLogAsync() => await Task.Delay(40);

    private static async Task StormOfItemsUserAsync()
    {
        _ = StormOfItemsUserLogAsync().WaitAsync(TimeSpan.FromSeconds(5));
        await foreach (int _ in StormOfItemsUserItemsAsync())
        {
            // Nothing to do.
        }

        await Task.Delay(20);
    }

    private static async IAsyncEnumerable<int> StormOfItemsUserItemsAsync()
    {
        await StormOfItemsUserLoadAsync();
        yield return 1;
        await StormOfItemsUserLoadAsync().WaitAsync(TimeSpan.FromSeconds(5));
        yield return 2;
    }

    private static async Task StormOfItemsUserLoadAsync() => await Task.Delay(20);

    private static async Task StormOfItemsUserLogAsync() => await Task.Delay(40);
}
