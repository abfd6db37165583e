using System.Globalization;
using AsyncProf.Recording.Processes;

namespace AsyncProf.Recording.Attaching;

/// <summary>How often the runtime looks at its threads.</summary>
internal static class Sampling
{
    /// <summary>The runtime's own switch, in milliseconds: hexadecimal on .NET 10, decimal on .NET 11. It is read at its start only: one that runs looks each millisecond.</summary>
    public const string Variable = "DOTNET_EventPipeThreadSamplingRate";

    /// <summary>Each 9 ms, which costs nothing that can be measured: the most that reads the same either way, for who launches does not know which runtime will read it.</summary>
    public const string Launched = "9";

    /// <summary>All threads are stopped while one after the other is looked at: beside so many, one that computes was measured to take over a third longer.</summary>
    private const int ManyThreads = 50;

    /// <summary>What a user should know before threads of a running process are sampled, as a sentence; null where it costs little.</summary>
    public static string? Cost(TargetProcess target) => OperatingSystem.IsLinux() && ProcFiles.ThreadsOf(target.Pid).Length is var threads and > ManyThreads
        ? string.Create(CultureInfo.InvariantCulture, $"Process {target.Pid} has {threads} threads, and is stopped each millisecond while they are looked at, which takes a good part of its CPU: use --no-samples to leave that out.")
        : null;
}
