using System.Threading.Channels;

namespace AsyncProf.Workload.Programs;

/// <summary>Iterators over iterators.</summary>
internal static class IteratorShapes
{
    public static async Task IteratorOverIterator()
    {
        await foreach (int item in IteratorMid())
            Thread.Sleep(3);
    }

    public static async Task IteratorThreeDeep()
    {
        await foreach (int item in IteratorTop())
            Thread.Sleep(3);
    }

    public static async Task IteratorFiltered()
    {
        await foreach (int item in IteratorOdd())
            await Task.Delay(5);
    }

    public static async Task IteratorWithTail()
    {
        await foreach (int item in IteratorTail())
            Thread.Sleep(2);
    }

    public static async Task IteratorAsTask()
    {
        await using IAsyncEnumerator<int> items = IteratorItems().GetAsyncEnumerator();
        while (await items.MoveNextAsync().AsTask())
            Thread.Sleep(2);
    }

    public static async Task IteratorWakesReader()
    {
        var channel = Channel.CreateUnbounded<int>(new UnboundedChannelOptions { AllowSynchronousContinuations = true });
        Task reader = Reader(channel.Reader);
        await foreach (int item in IteratorOfWrites(channel.Writer))
            Thread.Sleep(2);
        await reader;
    }

    private static async IAsyncEnumerable<int> IteratorItems()
    {
        await Task.Delay(20);
        yield return 1;
        await Task.Delay(20);
        yield return 2;
    }

    private static async IAsyncEnumerable<int> IteratorMid()
    {
        await foreach (int item in IteratorItems())
        {
            Thread.Sleep(2);
            yield return item;
        }
    }

    private static async IAsyncEnumerable<int> IteratorTop()
    {
        await foreach (int item in IteratorMid())
        {
            Thread.Sleep(2);
            yield return item;
        }
    }

    private static async IAsyncEnumerable<int> IteratorOdd()
    {
        await foreach (int item in IteratorItems())
        {
            if (item == 2)
                yield return item;
        }

        await Task.Delay(10);
    }

    private static async IAsyncEnumerable<int> IteratorItemsAndMore()
    {
        await Task.Delay(20);
        yield return 1;
        await Task.Delay(20);
    }

    private static async IAsyncEnumerable<int> IteratorTail()
    {
        await foreach (int item in IteratorItemsAndMore())
            yield return item;
        await Task.Delay(10);
    }

    private static async Task Reader(ChannelReader<int> reader)
    {
        await reader.ReadAsync();
        Thread.Sleep(2);
    }

    private static async IAsyncEnumerable<int> IteratorOfWrites(ChannelWriter<int> writer)
    {
        await Task.Delay(20);
        writer.TryWrite(1);
        Thread.Sleep(3);
        yield return 1;
    }
}
