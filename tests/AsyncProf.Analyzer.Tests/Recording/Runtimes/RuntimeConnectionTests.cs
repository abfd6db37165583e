using System.Diagnostics;
using System.Net.Sockets;
using AsyncProf.Recording.Runtimes;

namespace AsyncProf.Analyzer.Tests.Recording.Runtimes;

/// <summary>Sockets that bear a process's id, made by that process and by another.</summary>
public sealed class RuntimeConnectionTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");
    private readonly List<Socket> _sockets = [];

    public void Dispose()
    {
        _sockets.ForEach(socket => socket.Dispose());
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task ConnectSocketAsync_SocketOfAnotherProcess_IsRefusedAndHearsNothing()
    {
        using Process other = Process.Start("sleep", "60");
        string path = Listen("planted");

        RuntimeException exception = await Assert.ThrowsAsync<RuntimeException>(() => RuntimeConnection.ConnectSocketAsync(other.Id, [path], CancellationToken.None));
        other.Kill();

        Assert.Equal(RuntimeFault.Impostor, exception.Fault);
        Assert.Contains(path, exception.Message, StringComparison.Ordinal);
        using Socket heard = await _sockets[0].AcceptAsync();
        Assert.Equal(0, await heard.ReceiveAsync(new byte[1]));
    }

    [Fact]
    public async Task ConnectSocketAsync_ItsOwnBehindOthers_IsFound()
    {
        string stale = Path.Combine(_directory.FullName, "stale");
        await File.WriteAllTextAsync(stale, "");
        string own = Listen("own");

        await using Stream connection = await RuntimeConnection.ConnectSocketAsync(Environment.ProcessId, [stale, own], CancellationToken.None);

        Assert.True(connection.CanWrite);
    }

    [Fact]
    public async Task ConnectSocketAsync_NobodyListens_IsNotThere()
    {
        RuntimeException exception = await Assert.ThrowsAsync<RuntimeException>(() => RuntimeConnection.ConnectSocketAsync(Environment.ProcessId, [], CancellationToken.None));

        Assert.Equal(RuntimeFault.NotThere, exception.Fault);
    }

    [Fact]
    public async Task AskAsync_Ourselves_TellsOurRuntime() => Assert.Equal(Environment.Version.ToString(3), (await RuntimeQuery.AskAsync(Environment.ProcessId))?.Version);

    private string Listen(string name)
    {
        string path = Path.Combine(_directory.FullName, name);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        socket.Listen();
        _sockets.Add(socket);
        return path;
    }
}
