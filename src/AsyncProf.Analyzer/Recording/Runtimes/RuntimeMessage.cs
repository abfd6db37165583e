using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace AsyncProf.Recording.Runtimes;

/// <summary>
/// One command in the diagnostic protocol of the runtime: a header with the length of all, then what the command takes, everything little-endian:
/// https://github.com/dotnet/diagnostics/blob/main/documentation/design-docs/ipc-protocol.md.
/// </summary>
internal sealed class RuntimeMessage
{
    /// <summary>The sets of commands.</summary>
    public const byte EventPipeCommands = 2, ProcessCommands = 4;

    private const byte ServerCommands = 0xFF, Ok = 0;
    private const int HeaderLength = 20, LengthAt = 14, SetAt = 16, CommandAt = 17, MostBytes = ushort.MaxValue;
    private const uint UnknownCommand = 0x80131385;

    private readonly List<byte> _bytes = [.. "DOTNET_IPC_V1\0"u8, 0, 0, 0, 0, 0, 0];

    /// <param name="set">The set of commands.</param>
    /// <param name="command">The command in it.</param>
    public RuntimeMessage(byte set, byte command) => (_bytes[SetAt], _bytes[CommandAt]) = (set, command);

    public RuntimeMessage Add(bool value)
    {
        _bytes.Add(value ? (byte)1 : (byte)0);
        return this;
    }

    public RuntimeMessage Add(int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        _bytes.AddRange(bytes);
        return this;
    }

    public RuntimeMessage Add(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        _bytes.AddRange(bytes);
        return this;
    }

    /// <summary>A text with its length before it, which counts the zero at its end; null is nothing but a length of 0.</summary>
    public RuntimeMessage Add(string? text)
    {
        if (text is null)
            return Add(0);
        Add(text.Length + 1);
        _bytes.AddRange(Encoding.Unicode.GetBytes(text + '\0'));
        return this;
    }

    /// <summary>The whole as it is sent.</summary>
    public byte[] ToArray()
    {
        byte[] bytes = [.. _bytes];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(LengthAt), checked((ushort)bytes.Length));
        return bytes;
    }

    /// <summary>Sends it and waits for the answer.</summary>
    /// <returns>What the answer holds.</returns>
    /// <exception cref="RuntimeException">It is an error, or none.</exception>
    public async Task<byte[]> SendAsync(Stream connection, CancellationToken cancellationToken)
    {
        try
        {
            await connection.WriteAsync(ToArray(), cancellationToken);
            byte[] header = new byte[HeaderLength];
            await connection.ReadExactlyAsync(header, cancellationToken);
            int length = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(LengthAt)) - HeaderLength;
            if (!header.AsSpan(0, LengthAt).SequenceEqual("DOTNET_IPC_V1\0"u8) || header[SetAt] != ServerCommands || length is < 0 or > MostBytes)
                throw new RuntimeException(RuntimeFault.Broken, "what came is no answer of a runtime");
            byte[] payload = new byte[length];
            await connection.ReadExactlyAsync(payload, cancellationToken);
            return header[CommandAt] == Ok ? payload : throw Error(payload);
        }
        catch (Exception exception) when (exception is IOException and not RuntimeException or System.Net.Sockets.SocketException)
        {
            throw new RuntimeException(RuntimeFault.Broken, exception.Message, exception);
        }
    }

    private static RuntimeException Error(ReadOnlySpan<byte> payload)
    {
        uint code = MemoryMarshal.TryRead(payload, out uint value) ? value : 0;
        return code == UnknownCommand
            ? new RuntimeException(RuntimeFault.Unknown, "its version does not know the command")
            : new RuntimeException(RuntimeFault.Refused, FormattableString.Invariant($"it answers with error 0x{code:X8}"));
    }
}
