using AsyncProf.Cli.Recording;

namespace AsyncProf.Cli.Runs;

/// <summary>A command that runs several times.</summary>
/// <param name="Name">What it is called; null if there is only one.</param>
/// <param name="Request">How a run of it is recorded.</param>
/// <param name="Files">Where its runs are kept.</param>
internal sealed record RunSide(string? Name, RecordRequest Request, RunFiles Files);
