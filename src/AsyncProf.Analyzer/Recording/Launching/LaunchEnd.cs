using System.Diagnostics;
using AsyncProf.Recording.Processes;

namespace AsyncProf.Recording.Launching;

/// <summary>Ends a command that was launched, and the process in it that was recorded: SIGTERM first, SIGKILL for what has not ended some seconds later.</summary>
internal static class LaunchEnd
{
    /// <summary>How long a command may take to pass the signal on, as <c>dotnet run</c> does, and how long all may take to end.</summary>
    private static readonly TimeSpan Passing = TimeSpan.FromSeconds(1), Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Ends both; false if something had to be killed.</summary>
    /// <param name="command">The command.</param>
    /// <param name="recorded">The process that was recorded, which still runs: the command itself, or one that it started.</param>
    public static async Task<bool> EndAsync(Process command, int recorded)
    {
        string start = recorded == command.Id ? "" : ProcFiles.StartOf(recorded); // where this cannot be told, only the command is ended
        if (!command.HasExited)
            ProcessSignal.Send(command.Id, ProcessSignal.Terminate);
        await IsTrueWithinAsync(Passing, () => command.HasExited);
        if (ProcFiles.Lives(recorded, start))
            ProcessSignal.Send(recorded, ProcessSignal.Terminate); // a shell ends without passing the signal on
        if (await IsTrueWithinAsync(Patience, () => command.HasExited && !ProcFiles.Lives(recorded, start)))
            return true;
        if (!command.HasExited)
            command.Kill(entireProcessTree: true);
        if (ProcFiles.Lives(recorded, start))
            ProcessSignal.Send(recorded, ProcessSignal.Kill);
        await command.WaitForExitAsync();
        return false;
    }

    private static async Task<bool> IsTrueWithinAsync(TimeSpan time, Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.Elapsed > time)
                return false;
            await Task.Delay(Pause);
        }

        return true;
    }
}
