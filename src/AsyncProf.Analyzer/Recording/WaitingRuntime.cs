namespace AsyncProf.Recording;

/// <summary>A runtime that has just started and waits to be told to go on.</summary>
/// <param name="pid">Its process id.</param>
/// <param name="user">Who started it, as the kernel knew when it came; null where that is not told.</param>
/// <param name="cookie">What it calls itself whenever it connects.</param>
/// <param name="connection">How it is told.</param>
internal sealed class WaitingRuntime(int pid, uint? user, Guid cookie, Stream connection) : IDisposable
{
    private const byte ProcessCommands = 4, ResumeRuntime = 1;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public int Pid { get; } = pid;

    public uint? User { get; } = user;

    /// <summary>What it calls itself whenever it connects.</summary>
    public Guid Cookie { get; } = cookie;

    /// <summary>Lets it go on; false if it has not said that it heard. The connection must stay until then: at its end the runtime reads nothing more from it.</summary>
    public async Task<bool> TryResumeAsync()
    {
        byte[] message = RuntimeQuery.Message(ProcessCommands, ResumeRuntime);
        using var patience = new CancellationTokenSource(Patience); // others wait behind it
        try
        {
            await connection.WriteAsync(message, patience.Token);
            await connection.ReadExactlyAsync(message, patience.Token);
            return true;
        }
        catch (Exception exception) when (exception is IOException or EndOfStreamException or OperationCanceledException)
        {
            return false; // it has ended meanwhile, was stopped, or is none
        }
    }

    public void Dispose() => connection.Dispose();
}
