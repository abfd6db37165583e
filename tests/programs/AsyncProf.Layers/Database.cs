namespace Layers;

/// <summary>Where it all ends.</summary>
internal static class Database
{
    private static readonly Counter Queries = Tally.Of("Layers.Database.QueryAsync");

    public static async Task QueryAsync()
    {
        Queries.Add();
        await Task.Yield();
        await Task.Delay(1);
    }
}
