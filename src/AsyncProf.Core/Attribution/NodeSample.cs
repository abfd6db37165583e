namespace AsyncProf.Attribution;

/// <summary>A thread was seen while it executed the operation of a node.</summary>
/// <param name="Node">The node.</param>
/// <param name="Stack">The number of the sampled stack.</param>
/// <param name="Ticks">The time for which the sample stands.</param>
internal readonly record struct NodeSample(int Node, int Stack, long Ticks);
