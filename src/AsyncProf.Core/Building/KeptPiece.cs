using AsyncProf.Profiles.Data;

namespace AsyncProf.Building;

/// <summary>A piece of the time of a root that is kept, in ticks; what was waited for as the number of its frame, negative for nothing.</summary>
internal readonly record struct KeptPiece(int Node, PieceState State, int On, long From, long To);
