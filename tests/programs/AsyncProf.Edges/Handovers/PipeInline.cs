using System.Threading.Channels;

namespace Edges.Handovers;

/// <summary>The same where who writes runs who reads.</summary>
internal static class PipeInline
{
    public static Pattern Pattern { get; } = new(
        nameof(PipeInline), PipeInlineAsync, "",
        "PipeInlineAsync > PipeInlineWriterAsync",
        "PipeInlineAsync > PipeInlineReaderAsync",
        "PipeInlineReaderAsync > PipeInlineHandleAsync *4")
    {
        Leaves = ["Channel", "(unknown)"],
    };

    private static async Task PipeInlineAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        Channel<int> channel = Channel.CreateBounded<int>(new BoundedChannelOptions(1) { AllowSynchronousContinuations = true });
        await Task.WhenAll(PipeInlineReaderAsync(channel.Reader), PipeInlineWriterAsync(channel.Writer));
    }

    private static async Task PipeInlineWriterAsync(ChannelWriter<int> writer)
    {
        for (int i = 0; i < 4; i++)
            await writer.WriteAsync(i);
        writer.Complete();
    }

    private static async Task PipeInlineReaderAsync(ChannelReader<int> reader)
    {
        while (await reader.WaitToReadAsync())
        {
            while (reader.TryRead(out _))
                await PipeInlineHandleAsync();
        }
    }

    private static async Task PipeInlineHandleAsync() => await Task.Delay(15);
}
