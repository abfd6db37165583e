using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Durations;

namespace AsyncProf.Fleets.Traces;

/// <summary>
/// Charges the spans of roots to stacks, as the profiler would have charged their operations. Spans tell what an operation did on the task axis by state, and how much of its root's own
/// time is its own as one number: its states there are taken to be in the same proportion.
/// </summary>
/// <param name="data">Gets the charges.</param>
internal sealed class RootCharges(ProfileDataBuilder data)
{
    private readonly Stack<(StoredSpan Span, int Stack, int Depth)> _open = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>Adds a root with all below it.</summary>
    public void Add(StoredRoot root)
    {
        RootKind kind = root.Span.IsRequest ? RootKind.Request : RootKind.Operation;
        int top = data.Intern(0, data.Intern(root.Span.IsRequest ? new Frame(FrameKind.Entry, Named(root.Span.Name), false) : MethodOf(root.Span)));
        long left = root.Span.LengthNs;
        _seen.Clear();
        _seen.Add(root.Span.Id);
        _open.Push((root.Span, top, 0));
        while (_open.TryPop(out (StoredSpan Span, int Stack, int Depth) at))
        {
            StoredSpan[] below = [.. root.Below[at.Span.Id].Where(span => !span.IsRequest && _seen.Add(span.Id))];
            if (at.Span != root.Span)
            {
                long elapsed = Math.Min(left, Math.Max(0, at.Span.ElapsedSelfNs));
                left -= elapsed;
                Charge(at.Span, at.Stack, kind, elapsed, [.. below.Where(span => span.IsWait)]);
            }

            if (at.Depth + 2 >= ProfileData.MaximumDepth)
                continue;
            foreach (StoredSpan span in below.Where(span => !span.IsWait))
                _open.Push((span, data.Intern(at.Stack, data.Intern(MethodOf(span)), span.Line), at.Depth + 1));
        }

        Charge(root.Span, top, kind, left, [.. root.Below[root.Span.Id].Where(span => span.IsWait)]); // what is no operation's is the root's own
    }

    private void Charge(StoredSpan span, int stack, RootKind kind, long elapsedNs, StoredSpan[] waits)
    {
        TimeByState task = span.Task, elapsed = Like(task, elapsedNs);
        var tags = new ChargeTags(kind, span.IsError ? OperationStatus.Error : OperationStatus.Completed, AwaitedBy.Parent, DurationBuckets.Of(span.LengthNs));
        (long taskLeft, long elapsedLeft) = (task.WaitingNs, elapsed.WaitingNs);
        if (span.Awaiting.Length > 0)
            Wait(stack, span.Awaiting, 0, tags, ref taskLeft, ref elapsedLeft, task.WaitingNs, elapsed.WaitingNs);
        else
        {
            long all = Math.Max(task.WaitingNs, waits.Sum(wait => wait.LengthNs));
            foreach (StoredSpan wait in waits)
                Wait(stack, wait.Name, wait.Line, tags, ref taskLeft, ref elapsedLeft, Part(task.WaitingNs, wait.LengthNs, all), Part(elapsed.WaitingNs, wait.LengthNs, all));
        }

        data.Add(new StackCharge(stack, tags, new Measures(1, span.LengthNs, task with { WaitingNs = taskLeft }, elapsed with { WaitingNs = elapsedLeft })));
    }

    /// <summary>Charges a wait with its part of its operation's waiting time.</summary>
    private void Wait(int stack, string name, int line, ChargeTags tags, ref long taskLeft, ref long elapsedLeft, long taskNs, long elapsedNs)
    {
        (taskNs, elapsedNs) = (Math.Min(taskNs, taskLeft), Math.Min(elapsedNs, elapsedLeft));
        (taskLeft, elapsedLeft) = (taskLeft - taskNs, elapsedLeft - elapsedNs);
        int leaf = data.Intern(stack, data.Intern(WaitNames.FrameOf(name)), line);
        data.Add(new StackCharge(leaf, tags, new Measures(1, elapsedNs, new TimeByState(0, taskNs, 0, 0), new TimeByState(0, elapsedNs, 0, 0))));
    }

    private static Frame MethodOf(StoredSpan span) => Named(span.Method.Length > 0 ? span.Method : span.Name) is var name ? new Frame(FrameKind.Method, name, Frame.LooksFramework(name)) : Frame.Other;

    private static string Named(string name) => name.Length > 0 ? name : "(unnamed)";

    /// <summary>A time in the same proportion; all running where nothing tells.</summary>
    private static TimeByState Like(TimeByState task, long ns)
    {
        long all = task.TotalNs;
        (long waiting, long ready, long blocked) = (Part(ns, task.WaitingNs, all), Part(ns, task.ReadyNs, all), Part(ns, task.BlockedNs, all));
        return new TimeByState(ns - waiting - ready - blocked, waiting, ready, blocked);
    }

    private static long Part(long of, long share, long all) => all <= 0 ? 0 : (long)((Int128)of * share / all);
}
