using AsyncProf.Events;

namespace AsyncProf.Profiles.Pprof;

/// <summary>What the files are made of, by name: other tools and scripts rely on them.</summary>
internal static class PprofNames
{
    public const string Nanoseconds = "nanoseconds";
    public const string Frames = "frames";
    public const string Duration = "asyncprof.duration";
    public const string Kind = "asyncprof.kind";
    public const string Sampled = "asyncprof.sampled";
    public const string External = "external";
    public const string LineNote = "asyncprof.note.line=";
    public const string OutsideNote = "asyncprof.note.outside=";
    public const string Wait = "asyncprof.wait";
    public const string Root = "asyncprof.root";
    public const string RootKind = "asyncprof.root.kind";
    public const string Status = "asyncprof.status";
    public const string Awaited = "asyncprof.awaited";
    public const string TraceId = "trace_id";
    public const string SpanId = "span_id";
    public const string CommentPrefix = "asyncprof.";
    public const string MethodNote = "asyncprof.note.method=";
    public const string AwaitNote = "asyncprof.note.await=";
    public const string SpawnNote = "asyncprof.note.spawn=";
    public const string RootNote = "asyncprof.note.root=";
}
