using AsyncProf.Cli.Arguments;
using AsyncProf.Events.Batches;
using AsyncProf.Exporters.Otlp.Sending;
using AsyncProf.Recording;

namespace AsyncProf.Cli.Recording;

/// <summary>What <c>asyncprof record</c> was asked for.</summary>
/// <param name="Pid">The id of the process to attach to; null for one by name, or a command.</param>
/// <param name="Name">The name of the process to attach to; null for one by id, or a command.</param>
/// <param name="Command">A command to launch, and its arguments; empty to attach to a process.</param>
/// <param name="Output">The file; null for one named after the process.</param>
/// <param name="Force">Whether an existing file is replaced.</param>
/// <param name="Duration">How long; null for as long as the process runs.</param>
/// <param name="Source">The event source.</param>
/// <param name="Subprocesses">Whether every .NET process that the command starts is recorded.</param>
/// <param name="TakesSamples">Whether threads are sampled, and stacks taken where they tell names.</param>
internal sealed record RecordRequest(int? Pid, string? Name, IReadOnlyList<string> Command, string? Output, bool Force, TimeSpan? Duration, RecordingSource Source, bool Subprocesses, bool TakesSamples)
{
    public bool IsLaunch => Command.Count > 0;

    /// <summary>Whether the process to attach to waits at its start and is let run.</summary>
    public bool Resumes { get; init; }

    /// <summary>What is wished of the agent.</summary>
    public SessionWishes Wishes { get; init; } = SessionWishes.None;

    /// <summary>Whether the command is asked to end when the recording is over.</summary>
    public bool StopsCommand { get; init; }

    /// <summary>Whether it is one of several runs: its command ends with the recording, and how it goes is told by who runs them.</summary>
    public bool IsOneRun { get; init; }

    /// <summary>Where the command's standard output goes; null for ours.</summary>
    public Stream? CommandOutput { get; init; }

    /// <summary>Whether what is kept leaves out what a recording says of its surroundings; only what is converted can.</summary>
    public bool IsRedacted { get; init; }

    /// <summary>Where spans are sent; null for nowhere.</summary>
    public OtlpEndpoint? Endpoint { get; init; }

    /// <summary>Which edges may be inferred in what is converted.</summary>
    public Inference Inference { get; init; } = Inference.All;
}
