namespace Layers;

/// <summary>Works behind the requests, and ends when they do.</summary>
internal sealed class MetricsService
{
    private static readonly Counter Executed = Tally.Of("Layers.MetricsService.ExecuteAsync"), Ticked = Tally.Of("Layers.MetricsService.TickAsync");

    public async Task ExecuteAsync(Load load)
    {
        Executed.Add();
        await Task.Yield();
        for (int i = 0; load.MayTick(i); i++)
            await TickAsync();
    }

    private async Task TickAsync()
    {
        Ticked.Add();
        await Task.Delay(5);
        await Task.Yield();
    }
}
