using System.Threading.Channels;

namespace Edges.Traps;

/// <summary>An iterator writes to a channel, and so runs who reads, before it has an item.</summary>
internal static class PipeInIterator
{
    public static Pattern Pattern { get; } = new(
        nameof(PipeInIterator), PipeInIteratorAsync, "R6",
        "PipeInIteratorAsync > PipeInIteratorReaderAsync",
        "PipeInIteratorAsync > PipeInIteratorItemsAsync",
        "PipeInIteratorItemsAsync > PipeInIteratorLoadAsync *2")
    {
        IsHostile = true,
        Leaves = ["Channel", "(unknown)", "resumed by"],
    };

    private static async Task PipeInIteratorAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        Channel<int> channel = Channel.CreateUnbounded<int>(new UnboundedChannelOptions { AllowSynchronousContinuations = true });
        Task reader = PipeInIteratorReaderAsync(channel.Reader);
        await foreach (int _ in PipeInIteratorItemsAsync(channel.Writer))
        {
            // Nothing to do.
        }

        await reader;
    }

    private static async Task PipeInIteratorReaderAsync(ChannelReader<int> reader)
    {
        await reader.WaitToReadAsync();
        await Task.Delay(40);
    }

    private static async IAsyncEnumerable<int> PipeInIteratorItemsAsync(ChannelWriter<int> writer)
    {
        await PipeInIteratorLoadAsync();
        writer.TryWrite(1);
        yield return 1;
        await PipeInIteratorLoadAsync();
        yield return 2;
    }

    private static async Task PipeInIteratorLoadAsync() => await Task.Delay(20);
}
