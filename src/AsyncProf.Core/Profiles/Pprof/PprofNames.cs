using AsyncProf.Events;

namespace AsyncProf.Profiles.Pprof;

/// <summary>What the files are made of, by name: other tools and scripts rely on them.</summary>
internal static class PprofNames
{
    public const string Nanoseconds = "nanoseconds";
    public const string Duration = "asyncprof.duration";
    public const string Kind = "asyncprof.kind";
    public const string Wait = "asyncprof.wait";
    public const string Root = "asyncprof.root";
    public const string RootKind = "asyncprof.root.kind";
    public const string Status = "asyncprof.status";
    public const string Awaited = "asyncprof.awaited";
    public const string CommentPrefix = "asyncprof.";
    public const string MethodNote = "asyncprof.note.method=";
    public const string RootNote = "asyncprof.note.root=";

    /// <summary>
    /// The sample types in their order. <c>elapsed</c> is the last and the default: speedscope falls back to the last, and reads the default's place among the
    /// strings as a place among the types, so it must not be below their number.
    /// </summary>
    public static IReadOnlyList<string> Types { get; } =
    [
        "operations", "wall", "task.running", "task.waiting", "task.ready", "task.blocked", "task",
        "elapsed.running", "elapsed.waiting", "elapsed.ready", "elapsed.blocked", "elapsed",
    ];

    public static long[] Values(in Sample s) =>
    [
        s.Calls, s.WallNs, s.Task.RunningNs, s.Task.WaitingNs, s.Task.ReadyNs, s.Task.BlockedNs, s.Task.TotalNs,
        s.Elapsed.RunningNs, s.Elapsed.WaitingNs, s.Elapsed.ReadyNs, s.Elapsed.BlockedNs, s.Elapsed.TotalNs,
    ];
}
