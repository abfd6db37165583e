namespace AsyncProf.Attribution;

/// <summary>What an operation is charged for.</summary>
internal enum ChargeState : byte
{
    Running,
    Waiting,
    Ready,
    Blocked,
}
