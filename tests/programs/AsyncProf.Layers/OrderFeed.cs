namespace Layers;

internal sealed class OrderFeed
{
    private static readonly Counter Streamed = Tally.Of("Layers.OrderFeed.StreamAsync");

    public async IAsyncEnumerable<int> StreamAsync(int count)
    {
        Streamed.Add();
        for (int i = 0; i < count; i++)
        {
            await Task.Yield();
            yield return i;
        }
    }
}
