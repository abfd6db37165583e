namespace AsyncProf.Recording;

/// <summary>A runtime that has just started and waits to be told to go on.</summary>
/// <param name="pid">Its process id.</param>
/// <param name="connection">How it is told.</param>
internal sealed class WaitingRuntime(int pid, Stream connection) : IDisposable
{
    private const byte ProcessCommands = 4, ResumeRuntime = 1;

    public int Pid { get; } = pid;

    /// <summary>Lets it go on.</summary>
    public async Task ResumeAsync()
    {
        byte[] message = RuntimeQuery.Message(ProcessCommands, ResumeRuntime);
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
