using System.Buffers.Binary;
using System.IO.Pipes;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace AsyncProf.Recording.Processes;

/// <summary>
/// Asks a runtime what it is, by the message ProcessInfo2 of its diagnostic protocol, which the client library keeps to itself:
/// https://github.com/dotnet/diagnostics/blob/main/documentation/design-docs/ipc-protocol.md.
/// </summary>
internal static class RuntimeQuery
{
    private const byte ProcessCommands = 4, ProcessInfo2 = 4, ServerCommands = 0xFF, Ok = 0;
    private const int HeaderLength = 20, FixedLength = 24, MostBytes = 1 << 16;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>What the runtime of a process is; null if it does not answer in time, or not in this way.</summary>
    public static async Task<RuntimeInfo?> AskAsync(int pid)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await using Stream? connection = await ConnectAsync(pid, patience.Token);
            if (connection is null)
                return null;
            await connection.WriteAsync(Message(ProcessCommands, ProcessInfo2), patience.Token);
            byte[] header = new byte[HeaderLength];
            await connection.ReadExactlyAsync(header, patience.Token);
            int length = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(14)) - HeaderLength;
            if (header[16] != ServerCommands || header[17] != Ok || length is < FixedLength or > MostBytes)
                return null;
            byte[] payload = new byte[length];
            await connection.ReadExactlyAsync(payload, patience.Token);
            return Parse(payload);
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or UnauthorizedAccessException or TimeoutException)
        {
            return null;
        }
    }

    /// <summary>A message without a payload.</summary>
    public static byte[] Message(byte commands, byte command)
    {
        byte[] message = new byte[HeaderLength];
        "DOTNET_IPC_V1\0"u8.CopyTo(message);
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(14), HeaderLength);
        (message[16], message[17]) = (commands, command);
        return message;
    }

    private static async Task<Stream?> ConnectAsync(int pid, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
        {
            var pipe = new NamedPipeClientStream(".", FormattableString.Invariant($"dotnet-diagnostic-{pid}"), PipeDirection.InOut, PipeOptions.Asynchronous);
            await pipe.ConnectAsync(cancellationToken);
            return pipe;
        }

        if (DiagnosticSockets.PathOf(pid) is not { } path)
            return null;
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Process id, cookie, then texts with their length before them: command line (which is not kept), system, architecture, assembly, version.</summary>
    private static RuntimeInfo Parse(ReadOnlySpan<byte> payload)
    {
        ReadOnlySpan<byte> rest = payload[FixedLength..];
        Next(ref rest);
        (string os, string arch, string entry, string version) = (Next(ref rest), Next(ref rest), Next(ref rest), Next(ref rest));
        return new RuntimeInfo(version.Split('+')[0], entry, os, arch);
    }

    private static string Next(ref ReadOnlySpan<byte> rest)
    {
        if (rest.Length < sizeof(int))
            return "";
        int length = BinaryPrimitives.ReadInt32LittleEndian(rest);
        rest = rest[sizeof(int)..];
        if (length <= 0 || length > rest.Length / sizeof(char))
            return "";
        string text = new(MemoryMarshal.Cast<byte, char>(rest[..(length * sizeof(char))]));
        rest = rest[(length * sizeof(char))..];
        return text.TrimEnd('\0');
    }
}
