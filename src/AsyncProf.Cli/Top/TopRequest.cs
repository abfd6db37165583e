using AsyncProf.Recording;

namespace AsyncProf.Cli.Top;

/// <summary>What <c>asyncprof top</c> was asked for.</summary>
/// <param name="Pid">The id of the process; null for one by name.</param>
/// <param name="Name">The name of the process; null for one by id.</param>
/// <param name="Source">The event source.</param>
/// <param name="Interval">The length of a window.</param>
/// <param name="Duration">How long; null until it is told to end.</param>
/// <param name="Top">How many rows at the most; null for as many as a terminal has, or what is usual in plain text.</param>
/// <param name="IsPlain">Whether plain lines are wanted, on a terminal as well.</param>
/// <param name="Choice">What is shown at first.</param>
internal sealed record TopRequest(int? Pid, string? Name, RecordingSource Source, TimeSpan Interval, TimeSpan? Duration, int? Top, bool IsPlain, TopChoice Choice);
