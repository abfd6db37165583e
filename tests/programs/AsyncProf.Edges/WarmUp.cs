namespace Edges;

/// <summary>What every pattern needs runs once before the first: the machine code of it takes longer to make than what patterns wait for.</summary>
internal static class WarmUp
{
    public static void Run() => AllAsync().GetAwaiter().GetResult();

    private static async Task AllAsync()
    {
        await Task.Yield();
        await Task.WhenAll(OneAsync(), OneAsync().WaitAsync(TimeSpan.FromSeconds(5)));
        await Task.WhenAny(OneAsync(), OneAsync());
        await Task.Delay(10);
    }

    private static async Task OneAsync() => await Task.Delay(10);
}
