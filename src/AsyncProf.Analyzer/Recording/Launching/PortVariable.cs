using AsyncProf.Recording.Processes;
using AsyncProf.Recording.Runtimes;

namespace AsyncProf.Recording.Launching;

/// <summary>The variable that makes runtimes wait at their start, in processes that run already: what they start later would wait for a port that is closed by then.</summary>
internal static class PortVariable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Takes a port from a process; what its user has set there besides stays.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="port">The port.</param>
    public static async Task TakeFromAsync(int pid, string port)
    {
        string? variable = OperatingSystem.IsLinux() ? ProcFiles.VariableOf(pid, LaunchPort.Variable) : Environment.GetEnvironmentVariable(LaunchPort.Variable);
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await new RuntimeClient(pid).SetVariableAsync(LaunchPort.Variable, SuspendedStart.Without(variable, port), patience.Token);
        }
        catch (Exception exception) when (exception is RuntimeException or OperationCanceledException)
        {
            // It has ended, was stopped, or never knew the command (before .NET 8).
        }
    }
}
