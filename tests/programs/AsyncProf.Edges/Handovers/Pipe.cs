using System.Threading.Channels;

namespace Edges.Handovers;

/// <summary>Through a channel with little room.</summary>
internal static class Pipe
{
    public static Pattern Pattern { get; } = new(
        nameof(Pipe), PipeAsync, "",
        "PipeAsync > PipeWriterAsync",
        "PipeAsync > PipeReaderAsync",
        "PipeReaderAsync > PipeHandleAsync *4")
    {
        Leaves = ["Channel", "(unknown)"],
    };

    private static async Task PipeAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        Channel<int> channel = Channel.CreateBounded<int>(1);
        await Task.WhenAll(PipeWriterAsync(channel.Writer), PipeReaderAsync(channel.Reader));
    }

    private static async Task PipeWriterAsync(ChannelWriter<int> writer)
    {
        for (int i = 0; i < 4; i++)
            await writer.WriteAsync(i);
        writer.Complete();
    }

    private static async Task PipeReaderAsync(ChannelReader<int> reader)
    {
        while (await reader.WaitToReadAsync())
        {
            while (reader.TryRead(out _))
                await PipeHandleAsync();
        }
    }

    private static async Task PipeHandleAsync() => await Task.Delay(15);
}
