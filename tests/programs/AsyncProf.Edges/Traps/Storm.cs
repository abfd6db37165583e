namespace Edges.Traps;

/// <summary>Thirty at once of three kinds, all on the same ticks.</summary>
internal static class Storm
{
    public static Pattern Pattern { get; } = new(
        nameof(Storm), StormAsync, "R1",
        "StormAsync > StormOrderAsync *10",
        "StormOrderAsync > StormOrderLoadAsync *20",
        "StormOrderAsync > StormOrderSaveAsync *10",
        "StormAsync > StormStockAsync *10",
        "StormStockAsync > StormStockLoadAsync *20",
        "StormStockAsync > StormStockSaveAsync *10",
        "StormAsync > StormUserAsync *10",
        "StormUserAsync > StormUserLoadAsync *20",
        "StormUserAsync > StormUserSaveAsync *10")
    {
        IsHostile = true,
        May = ["StormOrderAsync > StormOrderLogAsync", " > StormOrderLogAsync", "StormStockAsync > StormStockLogAsync", " > StormStockLogAsync", "StormUserAsync > StormUserLogAsync", " > StormUserLogAsync"],
    };

    private static async Task StormAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        await Task.WhenAll(Enumerable.Range(0, 10).SelectMany(_ => new[] { StormOrderAsync(), StormStockAsync(), StormUserAsync() }));
    }

    private static async Task StormOrderAsync()
    {
        _ = StormOrderLogAsync();
        await StormOrderLoadAsync().WaitAsync(TimeSpan.FromSeconds(5));
        await Task.WhenAll(StormOrderSaveAsync(), StormOrderLoadAsync()).WaitAsync(TimeSpan.FromSeconds(5));
        await Task.Delay(20);
    }

    private static async Task StormOrderLoadAsync() => await Task.Delay(20);

    private static async Task StormOrderSaveAsync() => await Task.Delay(20);

    private static async Task StormOrderLogAsync() => await Task.Delay(40);

    private static async Task StormStockAsync()
    {
        _ = StormStockLogAsync();
        await StormStockLoadAsync().WaitAsync(TimeSpan.FromSeconds(5));
        await Task.WhenAll(StormStockSaveAsync(), StormStockLoadAsync()).WaitAsync(TimeSpan.FromSeconds(5));
        await Task.Delay(20);
    }

    private static async Task StormStockLoadAsync() => await Task.Delay(20);

    private static async Task StormStockSaveAsync() => await Task.Delay(20);

    private static async Task StormStockLogAsync() => await Task.Delay(40);

    private static async Task StormUserAsync()
    {
        _ = StormUserLogAsync();
        await StormUserLoadAsync().WaitAsync(TimeSpan.FromSeconds(5));
        await Task.WhenAll(StormUserSaveAsync(), StormUserLoadAsync()).WaitAsync(TimeSpan.FromSeconds(5));
        await Task.Delay(20);
    }

    private static async Task StormUserLoadAsync() => await Task.Delay(20);

    private static async Task StormUserSaveAsync() => await Task.Delay(20);

    private static async Task StormUserLogAsync() => await Task.Delay(40);
}
