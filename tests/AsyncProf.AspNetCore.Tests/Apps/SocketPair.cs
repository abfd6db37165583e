using System.Net;
using System.Net.Sockets;

namespace AsyncProf.AspNetCore.Tests.Apps;

/// <summary>A connection within this process, from both ends.</summary>
internal sealed class SocketPair : IDisposable
{
    private SocketPair(Socket caller, Socket accepted) => (Caller, Accepted) = (caller, accepted);

    public Socket Caller { get; }

    /// <summary>As a server has it.</summary>
    public Socket Accepted { get; }

    /// <summary>One over the loopback address.</summary>
    public static Task<SocketPair> OfLoopbackAsync() => ConnectAsync(AddressFamily.InterNetwork, ProtocolType.Tcp, new IPEndPoint(IPAddress.Loopback, 0));

    /// <summary>One over a Unix socket.</summary>
    public static async Task<SocketPair> OfUnixAsync()
    {
        using var file = new SocketFile();
        return await ConnectAsync(AddressFamily.Unix, ProtocolType.Unspecified, new UnixDomainSocketEndPoint(file.Name));
    }

    public void Dispose()
    {
        Caller.Dispose();
        Accepted.Dispose();
    }

    private static async Task<SocketPair> ConnectAsync(AddressFamily family, ProtocolType protocol, EndPoint at)
    {
        using var listener = new Socket(family, SocketType.Stream, protocol);
        listener.Bind(at);
        listener.Listen();
        var caller = new Socket(family, SocketType.Stream, protocol);
        await caller.ConnectAsync(listener.LocalEndPoint!);
        return new SocketPair(caller, await listener.AcceptAsync());
    }
}
