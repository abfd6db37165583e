using System.Diagnostics.Tracing;
using AsyncProf.Decoding.Stacks;
using AsyncProf.Events;
using AsyncProf.Events.Tpl;
using AsyncProf.Recording.Runtimes;

namespace AsyncProf.Recording.Bursts;

/// <summary>A session of a few milliseconds beside the recording, which tells of operations that begin, with their stacks.</summary>
/// <param name="client">The process.</param>
internal sealed class StackBurst(RuntimeClient client)
{
    /// <summary>AsyncCausalityOperation alone: beginnings and ends.</summary>
    private const long Beginnings = 0x8;

    private const int BufferMegabytes = 32;

    /// <summary>More than the buffer holds.</summary>
    private const int MostBytes = 64 << 20;

    private bool _hasNoFilter;

    /// <summary>Runs one; returns the stream that came.</summary>
    /// <param name="length">How long it lasts.</param>
    /// <param name="cancellationToken">Gives up waiting for the process.</param>
    public async Task<ReadOnlyMemory<byte>> RunAsync(TimeSpan length, CancellationToken cancellationToken)
    {
        using RuntimeSession session = await StartAsync(cancellationToken);
        using var stream = new MemoryStream();
        Task copying = session.Stream.TryCopyAsync(stream, MostBytes, CancellationToken.None);
        try
        {
            await Task.WhenAny(copying, Task.Delay(length, cancellationToken));
        }
        finally
        {
            await session.StopAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10), CancellationToken.None);
        }

        await copying;
        return stream.GetBuffer().AsMemory(0, (int)stream.Length);
    }

    /// <summary>Only beginnings where the runtime can tell events apart (.NET 10); before that their ends come too, and cost as much.</summary>
    private async Task<RuntimeSession> StartAsync(CancellationToken cancellationToken)
    {
        if (!_hasNoFilter)
        {
            try
            {
                return await StartAsync([(int)AsyncEventKind.OperationBegin], cancellationToken);
            }
            catch (RuntimeException exception) when (exception.Fault == RuntimeFault.Unknown)
            {
                _hasNoFilter = true;
            }
        }

        return await StartAsync(null, cancellationToken);
    }

    private Task<RuntimeSession> StartAsync(IReadOnlyList<int>? only, CancellationToken cancellationToken)
    {
        var provider = new SessionProvider(TplEvents.SourceName, EventLevel.Informational, Beginnings) { Only = only };
        return client.StartAsync(new SessionRequest([provider], BufferMegabytes, Rundown: 0, HasStacks: true), cancellationToken);
    }
}
