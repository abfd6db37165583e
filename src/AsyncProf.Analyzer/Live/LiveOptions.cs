namespace AsyncProf.Live;

/// <summary>What a live picture is of, and how often there is one.</summary>
/// <param name="Process">The name of the process.</param>
/// <param name="Pid">Its id.</param>
/// <param name="Runtime">The version of its runtime; empty where it does not say.</param>
/// <param name="Source">Where its events come from, in one word.</param>
/// <param name="Interval">The length of a window.</param>
internal sealed record LiveOptions(string Process, int Pid, string Runtime, string Source, TimeSpan Interval);
