namespace Shop.Stock;

/// <summary>A slow partner and a time-out by cancellation.</summary>
internal sealed class CarrierClient
{
    public async Task<string> QuoteAsync(CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(TimeSpan.FromMilliseconds(25));
        try
        {
            return await AskAsync(timeout.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "no quote in time";
        }
    }

    private static async Task<string> AskAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromSeconds(5), cancellationToken);
        return "7.50";
    }
}
