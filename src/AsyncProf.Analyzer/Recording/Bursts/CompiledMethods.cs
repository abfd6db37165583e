using System.Diagnostics.Tracing;
using AsyncProf.Decoding;
using AsyncProf.Recording.Runtimes;

namespace AsyncProf.Recording.Bursts;

/// <summary>Asks a process for its modules and for all methods that it has compiled so far, by a session that ends at once.</summary>
internal static class CompiledMethods
{
    /// <summary>The loader, the JIT, and the end of a session.</summary>
    private const long Rundown = 0x8 | 0x10 | 0x100;

    private const int BufferMegabytes = 64, MostBytes = 512 << 20;

    /// <summary>Asks.</summary>
    /// <param name="client">The process.</param>
    /// <param name="onEvent">Gets what it says.</param>
    /// <param name="cancellationToken">Gives up waiting for it.</param>
    public static async Task AskAsync(RuntimeClient client, NettraceReader.EventHandler onEvent, CancellationToken cancellationToken)
    {
        var request = new SessionRequest([new SessionProvider("System.Runtime", EventLevel.Critical, 0)], BufferMegabytes, Rundown, HasStacks: false);
        using RuntimeSession session = await client.StartAsync(request, cancellationToken);
        using var stream = new MemoryStream();
        Task<bool> copying = session.Stream.TryCopyAsync(stream, MostBytes, cancellationToken);
        await session.StopAsync(cancellationToken);
        if (!await copying)
            return;
        stream.Position = 0;
        NettraceReader.Read(stream, onEvent);
    }
}
