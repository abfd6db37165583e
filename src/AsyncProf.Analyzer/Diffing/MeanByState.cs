using AsyncProf.Profiles;

namespace AsyncProf.Diffing;

/// <summary>Time by state for each root, in nanoseconds: means over runs, which add up where medians do not.</summary>
/// <param name="Running">A thread executed it.</param>
/// <param name="Waiting">It was suspended.</param>
/// <param name="Ready">It could have gone on.</param>
/// <param name="Blocked">Its thread waited synchronously.</param>
internal readonly record struct MeanByState(double Running, double Waiting, double Ready, double Blocked)
{
    /// <summary>The sum of the four.</summary>
    public double Total => Running + Waiting + Ready + Blocked;

    public static MeanByState Of(TimeByState time, double divisor) => new(time.RunningNs / divisor, time.WaitingNs / divisor, time.ReadyNs / divisor, time.BlockedNs / divisor);

    public static MeanByState operator +(MeanByState a, MeanByState b) => new(a.Running + b.Running, a.Waiting + b.Waiting, a.Ready + b.Ready, a.Blocked + b.Blocked);

    public static MeanByState operator -(MeanByState a, MeanByState b) => new(a.Running - b.Running, a.Waiting - b.Waiting, a.Ready - b.Ready, a.Blocked - b.Blocked);
}
