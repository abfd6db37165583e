using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Testing.Names;

/// <summary>A small profile in which every text that a profile can hold is a text of the test's. A test that looks at all of its fields makes sure that none is forgotten here.</summary>
public static class NamedProfile
{
    private const long NsPerMs = 1_000_000;

    /// <summary>The profile: a request and an operation, a method that waits and blocks, an await with its place, notes, and a recording block.</summary>
    /// <param name="text">The text of a field, by what it is: <c>route</c>, <c>method</c>, <c>file</c>, …</param>
    /// <param name="ms">How long the method waits; the rest is the same.</param>
    public static AsyncProfile Of(Func<string, string> text, long ms = 300)
    {
        ArgumentNullException.ThrowIfNull(text);
        var builder = new ProfileDataBuilder();
        var route = new Frame(FrameKind.Entry, text("route"), false);
        var method = new Frame(FrameKind.Method, $"{text("method")}({text("overload")})", false)
        {
            File = text("file"),
            Line = 7,
            Link = text("link"),
            Overload = $"({text("overload")})",
            Assembly = text("assembly"),
            Module = new Guid("00010203-0405-0607-0809-0a0b0c0d0e0f"),
            Candidates = [text("candidate")],
        };
        Frame[] waits =
        [
            Frame.OfWait(WaitKind.CompletedBy, text("target"), on: text("on")),
            Frame.OfWait(WaitKind.OneOf, $"{text("one")}, {text("other")}"),
            Frame.OfWait(WaitKind.BlockedOn, text("blocker")),
            Frame.OfWait(WaitKind.Hidden, text("hidden")),
        ];
        var root = new Frame(FrameKind.Method, text("root"), false);
        foreach ((Frame top, RootKind kind) in new[] { (route, RootKind.Request), (root, RootKind.Operation) })
        {
            int entry = builder.Intern(0, builder.Intern(top)), call = builder.Intern(entry, builder.Intern(method), 3);
            Add(builder, entry, kind, 10, new TimeByState(20 * NsPerMs, 0, 0, 0));
            Add(builder, call, kind, 10, new TimeByState(20 * NsPerMs, 0, 0, 0));
            foreach (Frame wait in waits)
                Add(builder, builder.Intern(call, builder.Intern(wait)), kind, 10, wait.Wait == WaitKind.BlockedOn ? new TimeByState(0, 0, 0, 100 * NsPerMs) : new TimeByState(0, ms * NsPerMs, 0, 0));
            builder.Note(kind, top.Name, new RootNotes(60 * NsPerMs, CallNode.Create(top, 1, 0, default, default, [CallNode.Create(method, 1, 0, default, default, [])])));
            builder.Note(new AwaitKey(kind, top.Name, FrameKind.Method, method.Name, text("on"), text("file"), 8, 3), new AwaitSums(10, ms * NsPerMs, 0, NsPerMs));
        }

        builder.Note(new SpawnKey(FrameKind.Entry, text("route"), text("root")), new SpawnSums(3, 0, 2, 0, 5 * NsPerMs));
        builder.Note(new SpawnKey(FrameKind.Method, text("starter"), text("root")), new SpawnSums(2, 1, 1, 1, 5 * NsPerMs));
        builder.Note(FrameKind.Method, method.Name, new MethodNotes { MaxNs = 60 * NsPerMs, LongestRunNs = 5 * NsPerMs });
        builder.Timeline = TimelineOf(route, method, waits[0]);
        return new AsyncProfile(RecordingOf(text), builder.Build());
    }

    private static Timeline TimelineOf(Frame route, Frame method, Frame wait)
    {
        TimedPiece[] pieces = [new(0, PieceState.Running, null, 0, NsPerMs), new(1, PieceState.Waiting, wait, NsPerMs, 50 * NsPerMs)];
        var root = new TimedRoot(RootKind.Request, 100 * NsPerMs, 50 * NsPerMs, 0, true)
        {
            Nodes = [new TimedNode(-1, route, 0, 50 * NsPerMs, OperationStatus.Error), new TimedNode(0, method, NsPerMs, 50 * NsPerMs, OperationStatus.Canceled)],
            Path = pieces,
            Own = pieces,
        };
        return new Timeline(2_000 * NsPerMs, 1_000 * NsPerMs)
        {
            Roots = [root],
            Loads = [new RootLoad(RootKind.Request, route, [new TimeByState(NsPerMs, 49 * NsPerMs, 0, 0), default])],
            Seen = 10,
        };
    }

    private static RecordingInfo RecordingOf(Func<string, string> text) => new()
    {
        DurationNs = 2_000 * NsPerMs,
        StartUtc = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc),
        Process = text("process"),
        Pid = 4711,
        RuntimeVersion = text("runtime"),
        Os = text("os"),
        Arch = text("arch"),
        Source = text("source"),
        NamesBy = text("names by"),
        EventsBy = text("events by"),
        Trigger = new TriggerInfo(text("trigger"), text("route"), text("trace")),
        Operations = 20,
        LostEvents = 100,
        Events = 1000,
        Cpus = 2,
    };

    private static void Add(ProfileDataBuilder builder, int stack, RootKind kind, long calls, TimeByState time) =>
        builder.Add(new StackCharge(stack, new ChargeTags(kind, OperationStatus.Completed, AwaitedBy.Parent, 100), new Measures(calls, time.TotalNs, time, time)));
}
