namespace AsyncProf.Attribution;

/// <summary>A wait of one node, as it happened on its own timeline.</summary>
internal readonly record struct OwnInterval(int Node, ChargeState State, WaitLabel Label, long From, long To, int Await = 0);
