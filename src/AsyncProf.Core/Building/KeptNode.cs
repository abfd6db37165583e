using AsyncProf.Events;

namespace AsyncProf.Building;

/// <summary>An operation of a root that is kept, in ticks, with the number of its frame.</summary>
internal readonly record struct KeptNode(int Parent, int Frame, long From, long To, OperationStatus Status);
