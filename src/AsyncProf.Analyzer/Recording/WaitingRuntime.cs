using System.Buffers.Binary;

namespace AsyncProf.Recording;

/// <summary>A runtime that has just started and waits to be told to go on.</summary>
/// <param name="pid">Its process id.</param>
/// <param name="connection">How it is told.</param>
internal sealed class WaitingRuntime(int pid, Stream connection) : IDisposable
{
    private const byte ProcessCommands = 4, ResumeRuntime = 1;
    private const int HeaderLength = 20;

    public int Pid { get; } = pid;

    /// <summary>Lets it go on.</summary>
    public async Task ResumeAsync()
    {
        byte[] message = new byte[HeaderLength];
        "DOTNET_IPC_V1\0"u8.CopyTo(message);
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(14), HeaderLength);
        (message[16], message[17]) = (ProcessCommands, ResumeRuntime);
        try
        {
            await connection.WriteAsync(message);
            await connection.ReadExactlyAsync(message); // that it has heard
        }
        catch (Exception exception) when (exception is IOException or EndOfStreamException)
        {
            // It has ended meanwhile.
        }
    }

    public void Dispose() => connection.Dispose();
}
