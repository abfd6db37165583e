using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Testing;

/// <summary>Profiles written down stack by stack.</summary>
public static class WrittenProfile
{
    private const long NsPerMs = 1_000_000;

    /// <summary>A profile with these stacks and nothing else.</summary>
    /// <param name="charges">
    /// The frames from the root on, with <c> > </c> between them; whole calls; and the stack's own time on both axes, in milliseconds. A frame that begins with
    /// <c>await </c> is a wait and has its time waiting; one that begins with <c>GET </c> is a request; all others are methods, which have theirs running.
    /// </param>
    public static AsyncProfile Of(params (string Stack, long Calls, long ElapsedMs, long TaskMs)[] charges)
    {
        var builder = new ProfileDataBuilder();
        foreach ((string text, long calls, long elapsed, long task) in charges)
        {
            Frame[] frames = [.. text.Split(" > ").Select(FrameOf)];
            int stack = frames.Aggregate(0, (parent, frame) => builder.Intern(parent, builder.Intern(frame)));
            bool isLeaf = frames[^1].Kind == FrameKind.Leaf;
            RootKind root = frames[0].Kind == FrameKind.Entry ? RootKind.Request : RootKind.Operation;
            var tags = new ChargeTags(root, OperationStatus.Completed, AwaitedBy.Parent, calls > 0 ? 100 : -1);
            builder.Add(new StackCharge(stack, tags, new Measures(calls, elapsed * NsPerMs, Time(task, isLeaf), Time(elapsed, isLeaf))));
        }

        return new AsyncProfile(new RecordingInfo(), builder.Build());
    }

    private static Frame FrameOf(string name) =>
        name.StartsWith("await ", StringComparison.Ordinal) ? Frame.OfWait(WaitKind.Named, name["await ".Length..])
        : name.StartsWith("GET ", StringComparison.Ordinal) ? new Frame(FrameKind.Entry, name, false)
        : new Frame(FrameKind.Method, name, Frame.LooksFramework(name));

    private static TimeByState Time(long ms, bool isWaiting) => isWaiting ? new TimeByState(0, ms * NsPerMs, 0, 0) : new TimeByState(ms * NsPerMs, 0, 0, 0);
}
