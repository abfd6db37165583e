namespace AsyncProf.Profiles.Data;

/// <summary>The state of a piece of time, in the order of <see cref="TimeByState"/>.</summary>
internal enum PieceState : byte
{
    Running,
    Waiting,
    Ready,
    Blocked,
}
