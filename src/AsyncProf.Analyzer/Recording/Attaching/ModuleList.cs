using System.Diagnostics.Tracing;
using AsyncProf.Decoding;
using AsyncProf.Files;
using AsyncProf.Recording.Bursts;
using AsyncProf.Recording.Runtimes;

namespace AsyncProf.Recording.Attaching;

/// <summary>
/// Which modules a process has loaded, kept beside its recording while that is made: a session lists them only at its end, which a recording that is cut short does not have.
/// </summary>
internal sealed class ModuleList : IDisposable
{
    private const long Loader = 0x8;

    /// <summary>A hundred times what large apps have: a process can send anything.</summary>
    private const int MostBytes = 64 << 20;

    private readonly string _path;

    private ModuleList(string path) => _path = path;

    /// <summary>Asks the process, by a session that ends at once.</summary>
    public static async Task<ModuleList> WriteAsync(int pid, string recording)
    {
        var list = new ModuleList(recording + DiskModules.ListExtension);
        bool isWhole = false;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            var request = new SessionRequest([new SessionProvider("System.Runtime", EventLevel.Critical, 0)], 16, Loader, HasStacks: false);
            using RuntimeSession session = await new RuntimeClient(pid).StartAsync(request, patience.Token);
            using var stream = new MemoryStream();
            Task<bool> copying = session.Stream.TryCopyAsync(stream, MostBytes, patience.Token);
            await session.StopAsync(patience.Token);
            if (!await copying || !NettraceStart.Is(stream.GetBuffer().AsSpan(0, (int)stream.Length)))
                return list;
            await using FileStream file = OwnerFile.Open(list._path, FileMode.Create);
            await file.WriteAsync(stream.GetBuffer().AsMemory(0, (int)stream.Length), patience.Token);
            await file.FlushAsync(patience.Token);
            isWhole = true;
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or UnauthorizedAccessException)
        {
            // It is only a fallback, and what prevents it prevents the recording too.
        }
        finally
        {
            if (!isWhole)
                list.Dispose();
        }

        return list;
    }

    /// <summary>Removes it: the recording has come to its end.</summary>
    public void Dispose()
    {
        try
        {
            File.Delete(_path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It does no harm.
        }
    }
}
