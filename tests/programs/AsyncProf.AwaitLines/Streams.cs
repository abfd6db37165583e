using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;

namespace AwaitLines;

/// <summary>Sockets, pipes and files: each reads before anything has been written.</summary>
internal sealed class Streams
{
    private const int Milliseconds = 20;

    public async Task RunAsync()
    {
        Truth.At("Streams.OverASocket"); await OverASocket();
        Truth.At("Streams.OverAPipe"); await OverAPipe();
        await FromAFile();
    }

    private async Task OverASocket()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        Soon(() => client.Connect(listener.LocalEndPoint!));
        Truth.At("Socket.AcceptAsync"); using Socket server = await listener.AcceptAsync();
        Soon(() => client.Send([1]));
        Truth.At("Streams.ReadAsync"); await ReadAsync(server);
    }

    private async Task ReadAsync(Socket server)
    {
        var buffer = new byte[16];
        Truth.At("Socket.ReceiveAsync"); await server.ReceiveAsync(buffer.AsMemory());
    }

    private async Task OverAPipe()
    {
        var pipe = new Pipe();
        Soon(() => pipe.Writer.AsStream().Write([1]));
        Truth.At("PipeReader.ReadAsync"); ReadResult read = await pipe.Reader.ReadAsync();
        pipe.Reader.AdvanceTo(read.Buffer.End);
    }

    /// <summary>Whether it suspends is the file's affair: it only has to be harmless.</summary>
    private async Task FromAFile()
    {
        await using FileStream file = new(typeof(Streams).Assembly.Location, FileMode.Open, FileAccess.Read, FileShare.Read, 1, useAsync: true);
        await file.ReadExactlyAsync(new byte[1_000]);
    }

    private static void Soon(Action act) => new Thread(() =>
    {
        Thread.Sleep(Milliseconds);
        act();
    }).Start();
}
