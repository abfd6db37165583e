using System.Diagnostics.Tracing;
using AsyncProf.Decoding;
using AsyncProf.Recording.Bursts;
using AsyncProf.Recording.Runtimes;

namespace AsyncProf.Recording.Attaching;

/// <summary>Asks a process which modules it has loaded, by a session that ends at once: a longer one lists them only at its end.</summary>
internal static class LoadedModules
{
    private const long Loader = 0x8;

    /// <summary>A hundred times what large apps have: a process can send anything.</summary>
    private const int MostBytes = 64 << 20;

    /// <summary>What it answers, as a recording of its own; null where that is none, or has no end.</summary>
    public static async Task<MemoryStream?> AskAsync(int pid, CancellationToken cancellationToken)
    {
        var request = new SessionRequest([new SessionProvider("System.Runtime", EventLevel.Critical, 0)], 16, Loader, HasStacks: false);
        using RuntimeSession session = await new RuntimeClient(pid).StartAsync(request, cancellationToken);
        var stream = new MemoryStream();
        Task<bool> copying = session.Stream.TryCopyAsync(stream, MostBytes, cancellationToken);
        await session.StopAsync(cancellationToken);
        return await copying && NettraceStart.Is(stream.GetBuffer().AsSpan(0, (int)stream.Length)) ? stream : null;
    }

    /// <summary>Their paths; none where it does not answer.</summary>
    public static async Task<IReadOnlyCollection<string>> PathsAsync(int pid, CancellationToken cancellationToken)
    {
        var rundown = new RundownReader();
        try
        {
            using MemoryStream? stream = await AskAsync(pid, cancellationToken);
            if (stream is null)
                return [];
            stream.Position = 0;
            NettraceReader.Read(stream, (provider, id, _, _, payload) => rundown.Take(provider, id, payload));
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or OperationCanceledException)
        {
            // Methods keep their short names where it has told none.
        }

        return rundown.Modules;
    }
}
