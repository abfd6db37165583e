using AsyncProf.Profiles.Data;

namespace AsyncProf.Profiles.Pprof;

/// <summary>The measures of a stack as the values of a sample, and back.</summary>
internal static class PprofMeasures
{
    private const string Count = "count", Bytes = "bytes";

    /// <summary>Those of every file of ours, in their order.</summary>
    public static IReadOnlyList<PprofMeasure> Always { get; } =
    [
        new("operations", Count, s => s.Calls), Ns("wall", s => s.WallNs),
        Ns("task.running", s => s.Task.RunningNs), Ns("task.waiting", s => s.Task.WaitingNs), Ns("task.ready", s => s.Task.ReadyNs), Ns("task.blocked", s => s.Task.BlockedNs), Ns("task", s => s.Task.TotalNs),
        Ns("elapsed.running", s => s.Elapsed.RunningNs), Ns("elapsed.waiting", s => s.Elapsed.WaitingNs), Ns("elapsed.ready", s => s.Elapsed.ReadyNs), Ns("elapsed.blocked", s => s.Elapsed.BlockedNs), Ns("elapsed", s => s.Elapsed.TotalNs),
    ];

    /// <summary>Those of a recording that measured memory.</summary>
    public static IReadOnlyList<PprofMeasure> Memory { get; } = [new("alloc_space", Bytes, s => s.Use.AllocatedBytes)];

    /// <summary>Those of a recording that measured processors.</summary>
    public static IReadOnlyList<PprofMeasure> Cpu { get; } = [Ns("cpu", s => s.Use.CpuNs), Ns("cpu.system", s => s.Use.SystemNs), Ns("preempted", s => s.Use.PreemptedNs)];

    /// <summary>
    /// The sample types of a recording in their order. <c>elapsed</c> is the last and the default: speedscope falls back to the last, and reads the default's place among the
    /// strings as a place among the types, so it must not be below their number.
    /// </summary>
    public static IReadOnlyList<PprofMeasure> Of(RecordingInfo recording) =>
        [.. recording.Allocated is null ? [] : Memory, .. recording.Cpu is null ? [] : Cpu, .. Always];

    /// <summary>The measures of a sample, by its value of each type; 0 of what the file has no type for.</summary>
    public static Measures Read(Func<string, long> value) => new(
        value("operations"),
        value("wall"),
        new TimeByState(value("task.running"), value("task.waiting"), value("task.ready"), value("task.blocked")),
        new TimeByState(value("elapsed.running"), value("elapsed.waiting"), value("elapsed.ready"), value("elapsed.blocked")),
        new ResourceUse(value("alloc_space"), value("cpu"), value("cpu.system"), value("preempted")));

    private static PprofMeasure Ns(string name, Func<Measures, long> of) => new(name, PprofNames.Nanoseconds, of);
}
