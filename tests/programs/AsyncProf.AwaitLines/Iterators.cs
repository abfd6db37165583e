using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace AwaitLines;

/// <summary>Streams of values, own and a channel's.</summary>
internal sealed class Iterators
{
    public async Task RunAsync()
    {
        Truth.At("Iterators.OverOwn"); await OverOwn();
        Truth.At("Iterators.OverAChannel"); await OverAChannel();
        Truth.At("Iterators.FromAChannel"); await FromAChannel();
    }

    private async Task OverOwn()
    {
        int sum = 0;
        Truth.At("Iterators.Numbers"); await foreach (int value in Numbers()) // the first step is the call's first suspension
        {
            sum += value;
            Truth.At("Later.Void"); await Later.Void();
        }

        await foreach (int value in Numbers().ConfigureAwait(false).WithCancellation(CancellationToken.None))
            sum += value;
        GC.KeepAlive(sum);
    }

    private async IAsyncEnumerable<int> Numbers([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        Truth.At("Later.Void"); await Later.Void();
        yield return 1;
        Truth.At("Later.ValueOne"); yield return await Later.ValueOne();
        cancellation.ThrowIfCancellationRequested();
    }

    private async Task OverAChannel()
    {
        var channel = Channel.CreateUnbounded<int>();
        Feed(channel.Writer);
        int sum = 0;
        Truth.At("ChannelReader.ReadAllAsync"); await foreach (int value in channel.Reader.ReadAllAsync()) // only the first step waits
            sum += value;
        GC.KeepAlive(sum);
    }

    private async Task FromAChannel()
    {
        var channel = Channel.CreateUnbounded<int>();
        Feed(channel.Writer);
        Truth.At("ChannelReader.ReadAsync"); int value = await channel.Reader.ReadAsync();
        GC.KeepAlive(value);
    }

    private static void Feed(ChannelWriter<int> writer) => new Thread(() =>
    {
        Thread.Sleep(20);
        writer.TryWrite(1);
        writer.Complete();
    }).Start();
}
