namespace Edges.Handovers;

/// <summary>Cancelled, and told when that is done.</summary>
internal static class CancelLater
{
    public static Pattern Pattern { get; } = new(nameof(CancelLater), CancelLaterAsync, "", "CancelLaterAsync > CancelLaterVictimAsync");

    private static async Task CancelLaterAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        using var source = new CancellationTokenSource();
        Task victim = CancelLaterVictimAsync(source.Token);
        await Task.Delay(20);
        await source.CancelAsync();
        await victim;
    }

    private static async Task CancelLaterVictimAsync(CancellationToken token)
    {
        try
        {
            await Task.Delay(5000, token);
        }
        catch (OperationCanceledException)
        {
            await Task.Delay(20);
        }
    }
}
