using AsyncProf.Recording.Runtimes;

namespace AsyncProf.Recording.Launching;

/// <summary>A runtime that has just started and waits to be resumed.</summary>
/// <param name="pid">Its process id.</param>
/// <param name="user">The user who started it, as the kernel says; null where it does not.</param>
/// <param name="cookie">What it calls itself whenever it connects.</param>
/// <param name="connection">How it is told.</param>
internal sealed class WaitingRuntime(int pid, uint? user, Guid cookie, Stream connection) : IDisposable
{
    private const byte ResumeRuntime = 1;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public int Pid { get; } = pid;

    public uint? User { get; } = user;

    /// <summary>What it calls itself whenever it connects.</summary>
    public Guid Cookie { get; } = cookie;

    /// <summary>Resumes it; false if it does not confirm that. The connection must stay open until then, because a runtime stops reading from one that is closed.</summary>
    public async Task<bool> TryResumeAsync()
    {
        using var patience = new CancellationTokenSource(Patience); // others wait behind it
        try
        {
            await new RuntimeMessage(RuntimeMessage.ProcessCommands, ResumeRuntime).SendAsync(connection, patience.Token);
            return true;
        }
        catch (Exception exception) when (exception is RuntimeException or OperationCanceledException)
        {
            return false; // it has ended meanwhile, was stopped, or is not a runtime
        }
    }

    public void Dispose() => connection.Dispose();
}
