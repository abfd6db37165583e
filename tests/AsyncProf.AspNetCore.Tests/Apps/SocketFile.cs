using System.Net.Sockets;

namespace AsyncProf.AspNetCore.Tests.Apps;

/// <summary>Where a Unix socket may be, in a folder of its own: names of sockets must be short.</summary>
internal sealed class SocketFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public string Name => Path.Combine(_folder.FullName, "s");

    /// <summary>Calls who listens there.</summary>
    public async ValueTask<Stream> ConnectAsync(CancellationToken end)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Name), end);
        return new NetworkStream(socket, ownsSocket: true);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
