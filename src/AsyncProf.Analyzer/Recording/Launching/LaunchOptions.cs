using AsyncProf.Events.Batches;

namespace AsyncProf.Recording;

/// <summary>How a command that is launched is recorded.</summary>
/// <param name="Source">The event source.</param>
/// <param name="Subprocesses">Whether all runtimes that it starts are recorded, and not only the first.</param>
/// <param name="Warn">Gets a sentence where something cannot be done as it was asked for. Any thread.</param>
internal sealed record LaunchOptions(RecordingSource Source, bool Subprocesses, Action<string> Warn)
{
    /// <summary>The program that lets what was launched run if this one is killed, and its arguments, to which the port is added; empty for none.</summary>
    public IReadOnlyList<string> Rescuer { get; init; } = [];

    /// <summary>What is wished of the agents.</summary>
    public SessionWishes Wishes { get; init; } = SessionWishes.None;

    /// <summary>Whether threads are sampled, too.</summary>
    public bool TakesSamples { get; init; }

    /// <summary>Where the command's standard output goes; null for ours, which it then has itself.</summary>
    public Stream? Output { get; init; }
}
