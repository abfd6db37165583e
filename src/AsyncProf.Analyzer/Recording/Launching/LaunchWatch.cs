using System.ComponentModel;
using System.Diagnostics;

namespace AsyncProf.Recording.Launching;

/// <summary>
/// Stands by while a command is launched: a small process that waits for this one to end. If it was killed, runtimes that wait for its port, or start later, would wait for ever; they
/// are let go by a <see cref="PortRescue"/> then. A shell waits, because it takes neither time nor memory from what is measured; where there is none, the rescuer waits itself.
/// </summary>
internal sealed class LaunchWatch : IDisposable
{
    /// <summary>Signals that a terminal sends to all, or that are meant for the command, leave it alone. It holds nothing of ours open.</summary>
    private const string Script = "trap '' INT HUP TERM QUIT; exec >/dev/null 2>&1; read -r word || exec \"$@\"";

    private const string Shell = "/bin/sh";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Process _process;

    private LaunchWatch(Process process) => _process = process;

    /// <summary>Starts it.</summary>
    /// <param name="rescuer">The program that rescues, and its arguments, to which the port is added.</param>
    /// <param name="port">The port.</param>
    /// <exception cref="RecordingException">It cannot be started.</exception>
    public static LaunchWatch Start(IReadOnlyList<string> rescuer, string port)
    {
        string[] command = [.. rescuer, port];
        string[] words = File.Exists(Shell) ? [Shell, "-c", Script, "sh", .. command] : command;
        var start = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardInput = true, RedirectStandardOutput = words.Length == command.Length };
        foreach (string variable in (string[])[LaunchPort.Variable, Processes.SuspendedStart.OwnPort, "DOTNET_STARTUP_HOOKS"])
            start.Environment.Remove(variable); // it must not wait itself
        start.Environment["DOTNET_EnableDiagnostics"] = "0"; // nor is it to be recorded
        try
        {
            return new LaunchWatch(Process.Start(start)!);
        }
        catch (Win32Exception exception)
        {
            throw new RecordingException($"{words[0]} cannot be started, which would let the command run if this tool were killed: {exception.Message}.", exception);
        }
    }

    /// <summary>Sends it home: the port is closed, and nobody needs it.</summary>
    public void Dispose()
    {
        try
        {
            _process.StandardInput.WriteLine("closed");
            _process.StandardInput.Close();
            if (!_process.WaitForExit(Patience))
                _process.Kill(); // somebody has stopped it
        }
        catch (IOException)
        {
            // Somebody has ended it.
        }

        _process.Dispose();
    }

    /// <summary>Leaves the port to it, as if we had been killed: what the command has left behind may still start runtimes that wait.</summary>
    public void HandOver()
    {
        _process.StandardInput.Close();
        _process.Dispose();
    }
}
