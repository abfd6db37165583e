using AsyncProf.Profiles.Data;

namespace AsyncProf.Profiles.Pprof;

/// <summary>The measures of a stack as the values of a sample, and back.</summary>
internal static class PprofMeasures
{
    /// <summary>
    /// The sample types in their order. <c>elapsed</c> is the last and the default: speedscope falls back to the last, and reads the default's place among the
    /// strings as a place among the types, so it must not be below their number.
    /// </summary>
    public static IReadOnlyList<string> Types { get; } =
    [
        "operations", "wall", "task.running", "task.waiting", "task.ready", "task.blocked", "task",
        "elapsed.running", "elapsed.waiting", "elapsed.ready", "elapsed.blocked", "elapsed",
    ];

    public static long[] Values(in Measures s) =>
    [
        s.Calls, s.WallNs, s.Task.RunningNs, s.Task.WaitingNs, s.Task.ReadyNs, s.Task.BlockedNs, s.Task.TotalNs,
        s.Elapsed.RunningNs, s.Elapsed.WaitingNs, s.Elapsed.ReadyNs, s.Elapsed.BlockedNs, s.Elapsed.TotalNs,
    ];

    /// <summary>The measures of a sample, by its value of each type.</summary>
    public static Measures Read(Func<int, long> value) => new(
        value(0),
        value(1),
        new TimeByState(value(2), value(3), value(4), value(5)),
        new TimeByState(value(7), value(8), value(9), value(10)));
}
