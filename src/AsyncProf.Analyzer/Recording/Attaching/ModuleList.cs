using System.Diagnostics.Tracing;
using System.Net.Sockets;
using AsyncProf.Decoding;
using AsyncProf.Files;
using Microsoft.Diagnostics.NETCore.Client;

namespace AsyncProf.Recording.Attaching;

/// <summary>
/// Which modules a process has loaded, kept beside its recording while that is made: a session lists them only at its end, which a recording that is cut short does not have.
/// </summary>
internal sealed class ModuleList : IDisposable
{
    private const long Loader = 0x8;

    private readonly string _path;

    private ModuleList(string path) => _path = path;

    /// <summary>Asks the process, by a session that ends at once.</summary>
    public static async Task<ModuleList> WriteAsync(int pid, string recording)
    {
        var list = new ModuleList(recording + DiskModules.ListExtension);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            var configuration = new EventPipeSessionConfiguration([new EventPipeProvider("System.Runtime", EventLevel.Critical, 0)], 16, Loader, requestStackwalk: false);
            using EventPipeSession session = await new DiagnosticsClient(pid).StartEventPipeSessionAsync(configuration, patience.Token);
            await using FileStream file = OwnerFile.Open(list._path, FileMode.Create);
            Task copying = session.EventStream.CopyToAsync(file, patience.Token);
            await session.StopAsync(patience.Token);
            await copying;
        }
        catch (Exception exception) when (exception is DiagnosticsClientException or IOException or SocketException or OperationCanceledException or UnauthorizedAccessException)
        {
            // It is only a fallback, and what prevents it prevents the recording too.
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
