using AsyncProf.Events;

namespace AsyncProf.Profiles.Data;

/// <summary>One operation of a single root. Times are nanoseconds since the root began; an operation may have begun before it.</summary>
/// <param name="Parent">Who awaited it, as a place in <see cref="TimedRoot.Nodes"/>; -1 for the root itself.</param>
/// <param name="Frame">Its method; of a request or a scope, its name.</param>
/// <param name="FromNs">When it began.</param>
/// <param name="ToNs">When it had ended.</param>
/// <param name="Status">How it ended.</param>
internal readonly record struct TimedNode(int Parent, Frame Frame, long FromNs, long ToNs, OperationStatus Status);
