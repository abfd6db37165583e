using System.Buffers.Binary;

namespace AsyncProf.Recording.Runtimes;

/// <summary>What the runtime of a process can be asked for, each on a connection of its own.</summary>
/// <param name="pid">The process.</param>
internal sealed class RuntimeClient(int pid)
{
    private const byte SetVariable = 3, ApplyStartupHook = 7;

    /// <summary>Has it load a startup hook.</summary>
    /// <exception cref="RuntimeException">It has not.</exception>
    public Task LoadHookAsync(string path, CancellationToken cancellationToken) => SendAsync(new RuntimeMessage(RuntimeMessage.ProcessCommands, ApplyStartupHook).Add(path), cancellationToken);

    /// <summary>Sets a variable of its environment, for what it starts from now on; null removes it.</summary>
    /// <exception cref="RuntimeException">It has not.</exception>
    public Task SetVariableAsync(string name, string? value, CancellationToken cancellationToken) => SendAsync(new RuntimeMessage(RuntimeMessage.ProcessCommands, SetVariable).Add(name).Add(value), cancellationToken);

    /// <summary>Starts a session.</summary>
    /// <exception cref="RuntimeException">It has not.</exception>
    public async Task<RuntimeSession> StartAsync(SessionRequest request, CancellationToken cancellationToken)
    {
        Stream connection = await RuntimeConnection.ConnectAsync(pid, cancellationToken);
        try
        {
            byte[] answer = await request.ToMessage().SendAsync(connection, cancellationToken);
            return BinaryPrimitives.TryReadInt64LittleEndian(answer, out long id)
                ? new RuntimeSession(this, id, connection)
                : throw new RuntimeException(RuntimeFault.Broken, "what came is no answer of a runtime");
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends one command.</summary>
    /// <returns>What the answer holds.</returns>
    /// <exception cref="RuntimeException">There is none, or it is an error.</exception>
    public async Task<byte[]> SendAsync(RuntimeMessage message, CancellationToken cancellationToken)
    {
        await using Stream connection = await RuntimeConnection.ConnectAsync(pid, cancellationToken);
        return await message.SendAsync(connection, cancellationToken);
    }
}
