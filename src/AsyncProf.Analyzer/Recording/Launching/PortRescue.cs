using System.Collections.Concurrent;

namespace AsyncProf.Recording.Launching;

/// <summary>Lets runtimes run that wait for a port whose owner is gone: now, and as long as any process has the port in its environment.</summary>
internal static class PortRescue
{
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(500);

    /// <summary>How long it stays where nobody can tell whether it is still needed.</summary>
    private static readonly TimeSpan Blind = TimeSpan.FromMinutes(10);

    /// <summary>Rescues until nobody is left.</summary>
    /// <param name="path">The port.</param>
    /// <exception cref="RecordingException">The port has another owner, or cannot be opened.</exception>
    public static async Task RunAsync(string path)
    {
        LaunchPort port = LaunchPort.Adopt(path);
        var answered = new ConcurrentDictionary<int, bool>();
        Task answering = AnswerAsync(port, answered);
        long end = Environment.TickCount64 + (long)Blind.TotalMilliseconds;
        do
            await Task.Delay(Turn);
        while (OperatingSystem.IsLinux() ? port.Holders().Any(pid => !answered.ContainsKey(pid)) : Environment.TickCount64 < end);
        await port.DisposeAsync();
        await answering;
    }

    /// <summary>Resumes whatever comes until the port is closed.</summary>
    private static async Task AnswerAsync(LaunchPort port, ConcurrentDictionary<int, bool> answered)
    {
        await foreach (WaitingRuntime runtime in port.Arrivals.ReadAllAsync())
            _ = ResumeAsync(port, runtime, answered); // not awaited: one may never answer
    }

    /// <summary>Resumes one, and sees to it that what it starts does not wait.</summary>
    private static async Task ResumeAsync(LaunchPort port, WaitingRuntime runtime, ConcurrentDictionary<int, bool> answered)
    {
        using (runtime)
        {
            await PortVariable.TakeFromAsync(runtime.Pid, port.Path);
            if (await runtime.TryResumeAsync())
                answered[runtime.Pid] = true;
            else
                port.Forget(runtime);
        }
    }
}
