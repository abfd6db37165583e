using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Durations;

namespace AsyncProf.Fleets.Traces;

/// <summary>
/// Charges the spans of roots to stacks, as the profiler would have charged their operations. Spans tell what an operation did on the task axis by state, and how much of its root's own
/// time is its own as one number: its states there are taken to be in the same proportion. What no span accounts for, because operations were too short for one or a span was lost, is an
/// await of nobody knows what.
/// </summary>
/// <param name="data">Gets the charges.</param>
/// <param name="told">How much the spans tell is counted there.</param>
internal sealed class RootCharges(ProfileDataBuilder data, RootTally told)
{
    private readonly Stack<(StoredSpan Span, int Stack, int Depth)> _open = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private Int128 _total;

    /// <summary>Adds a root with all below it.</summary>
    /// <exception cref="InvalidDataException">All roots together are longer than can be.</exception>
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
                Charge(at.Span, at.Stack, kind, elapsed, 1 + RepeatsOf(at.Span, below), [.. below.Where(span => span.IsWait)]);
            }

            if (at.Depth + 2 >= ProfileData.MaximumDepth)
                continue;
            foreach (StoredSpan span in below.Where(span => !span.IsWait))
                _open.Push((span, data.Intern(at.Stack, data.Intern(MethodOf(span)), span.Line), at.Depth + 1));
        }

        told.Incomplete += root.Span.Elided > 0 ? 1 : 0;
        long own = Math.Min(left, root.Span.ElapsedSelfNs >= 0 ? root.Span.ElapsedSelfNs : root.Span.Task.TotalNs), unknown = left - own;
        Charge(root.Span, top, kind, own, 1, [.. root.Below[root.Span.Id].Where(span => span.IsWait)]);
        told.Add(unknown, root.Span.LengthNs);
        if (unknown > 0)
            Add(data.Intern(top, data.Intern(WaitNames.Unknown)), TagsOf(root.Span, kind, 1), new Measures(1, unknown, default, new TimeByState(0, unknown, 0, 0)));
    }

    /// <summary>
    /// How many calls more a span stands for than one. What is folded into it is further calls of its method, or methods of the frameworks between it and those below it or below itself, and it does
    /// not say which: only where neither can be is it known.
    /// </summary>
    private int RepeatsOf(StoredSpan span, StoredSpan[] below)
    {
        bool isOwn = !Frame.LooksFramework(NameOf(span)), isKnown = span.Elided == 0 && Array.TrueForAll(below, one => one.IsWait);
        told.Incomplete += span.Elided > 0 || (isOwn && span.Collapsed > 0 && !isKnown) ? 1 : 0;
        return isOwn && isKnown ? span.Collapsed : 0;
    }

    private static ChargeTags TagsOf(StoredSpan span, RootKind kind, int calls) =>
        new(kind, span.IsError ? OperationStatus.Error : OperationStatus.Completed, AwaitedBy.Parent, DurationBuckets.Of(span.LengthNs / calls));

    private void Charge(StoredSpan span, int stack, RootKind kind, long elapsedNs, int calls, StoredSpan[] waits)
    {
        TimeByState task = span.Task, elapsed = Like(task, elapsedNs);
        ChargeTags tags = TagsOf(span, kind, calls);
        (long taskLeft, long elapsedLeft) = (task.WaitingNs, elapsed.WaitingNs);
        if (span.Awaiting.Length > 0)
            Wait(stack, span.Awaiting, 0, tags, ref taskLeft, ref elapsedLeft, task.WaitingNs, elapsed.WaitingNs);
        else
        {
            Int128 all = Int128.Max(task.WaitingNs, waits.Aggregate((Int128)0, (sum, wait) => sum + wait.LengthNs));
            foreach (StoredSpan wait in waits)
                Wait(stack, wait.Name, wait.Line, tags, ref taskLeft, ref elapsedLeft, Part(task.WaitingNs, wait.LengthNs, all), Part(elapsed.WaitingNs, wait.LengthNs, all));
        }

        Add(stack, tags, new Measures(calls, span.LengthNs, task with { WaitingNs = taskLeft }, elapsed with { WaitingNs = elapsedLeft }));
    }

    /// <summary>Charges a wait with its part of its operation's waiting time.</summary>
    private void Wait(int stack, string name, int line, ChargeTags tags, ref long taskLeft, ref long elapsedLeft, long taskNs, long elapsedNs)
    {
        (taskNs, elapsedNs) = (Math.Min(taskNs, taskLeft), Math.Min(elapsedNs, elapsedLeft));
        (taskLeft, elapsedLeft) = (taskLeft - taskNs, elapsedLeft - elapsedNs);
        int leaf = data.Intern(stack, data.Intern(WaitNames.FrameOf(name)), line);
        Add(leaf, tags, new Measures(1, elapsedNs, new TimeByState(0, taskNs, 0, 0), new TimeByState(0, elapsedNs, 0, 0)));
    }

    /// <summary>A store can say any time, and what is added up of such times is no number any more.</summary>
    private void Add(int stack, ChargeTags tags, in Measures sums)
    {
        _total += sums.Total;
        if (_total > long.MaxValue)
            throw new InvalidDataException("its times add up to more than 292 years");
        data.Add(new StackCharge(stack, tags, sums));
    }

    private static Frame MethodOf(StoredSpan span) => NameOf(span) is var name ? new Frame(FrameKind.Method, name, Frame.LooksFramework(name)) : Frame.Other;

    private static string NameOf(StoredSpan span) => Named(span.Method.Length > 0 ? span.Method : span.Name);

    private static string Named(string name) => name.Length > 0 ? name : "(unnamed)";

    /// <summary>A time in the same proportion; all running where nothing tells.</summary>
    private static TimeByState Like(TimeByState task, long ns)
    {
        long all = task.TotalNs;
        (long waiting, long ready, long blocked) = (Part(ns, task.WaitingNs, all), Part(ns, task.ReadyNs, all), Part(ns, task.BlockedNs, all));
        return new TimeByState(ns - waiting - ready - blocked, waiting, ready, blocked);
    }

    private static long Part(long of, long share, Int128 all) => all <= 0 ? 0 : (long)((Int128)of * share / all);
}
