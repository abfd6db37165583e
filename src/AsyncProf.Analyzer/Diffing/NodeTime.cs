using AsyncProf.Profiles;

namespace AsyncProf.Diffing;

/// <summary>Time by state of one side, in nanoseconds for each run. They are fractions, because they were divided by runs and scaled.</summary>
/// <param name="RunningNs">A thread executed it, or what it called synchronously.</param>
/// <param name="WaitingNs">It was suspended on something that had not completed.</param>
/// <param name="ReadyNs">It could have gone on, and no thread had taken it up.</param>
/// <param name="BlockedNs">Its thread waited synchronously on a task.</param>
internal readonly record struct NodeTime(double RunningNs, double WaitingNs, double ReadyNs, double BlockedNs)
{
    /// <summary>The sum of the four states, in nanoseconds.</summary>
    public double TotalNs => RunningNs + WaitingNs + ReadyNs + BlockedNs;

    public static NodeTime Of(TimeByState time, double factor) => new(time.RunningNs * factor, time.WaitingNs * factor, time.ReadyNs * factor, time.BlockedNs * factor);

    public static NodeTime operator +(NodeTime a, NodeTime b) => new(a.RunningNs + b.RunningNs, a.WaitingNs + b.WaitingNs, a.ReadyNs + b.ReadyNs, a.BlockedNs + b.BlockedNs);
}
