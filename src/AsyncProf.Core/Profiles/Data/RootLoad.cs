using AsyncProf.Events;

namespace AsyncProf.Profiles.Data;

/// <summary>What the roots of one kind and name did over the recording, in steps of equal length.</summary>
/// <param name="Kind">What kind of roots.</param>
/// <param name="Frame">Their name.</param>
/// <param name="Steps">For each step the time of all of them together; over the step's length it is how many there were at once.</param>
internal sealed record RootLoad(RootKind Kind, Frame Frame, IReadOnlyList<TimeByState> Steps);
