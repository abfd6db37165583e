using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Durations;

namespace AsyncProf.Testing;

/// <summary>A profile said call by call: roots, what they call, and what each of these waits for. Times are nanoseconds and on both axes the same.</summary>
public sealed class ScriptedProfile
{
    private readonly ProfileDataBuilder _data = new();

    /// <summary>Roots of one name.</summary>
    /// <param name="name">The route, or the method of an operation.</param>
    /// <param name="count">How many.</param>
    /// <param name="runningNs">Their own running time together.</param>
    /// <param name="kind">What they are.</param>
    /// <param name="errors">How many of them ended with an error.</param>
    /// <returns>Their stack.</returns>
    public int Root(string name, long count, long runningNs = 0, RootKind kind = RootKind.Request, long errors = 0)
    {
        int stack = _data.Intern(0, _data.Intern(new Frame(kind is RootKind.Request or RootKind.Scope ? FrameKind.Entry : FrameKind.Method, name, Frame.LooksFramework(name))));
        Add(stack, kind, count - errors, OperationStatus.Completed, runningNs, default);
        if (errors > 0)
            Add(stack, kind, errors, OperationStatus.Error, 0, default);
        return stack;
    }

    /// <summary>Calls of a method.</summary>
    /// <param name="parent">The stack that calls it.</param>
    /// <param name="method">Its name.</param>
    /// <param name="calls">How many.</param>
    /// <param name="waitingNs">How long it waited, all calls together.</param>
    /// <param name="on">What for.</param>
    /// <param name="runningNs">How long it ran, all calls together.</param>
    /// <param name="line">The line at which it is called.</param>
    /// <param name="waits">How many waits; as many as calls unless said.</param>
    /// <returns>Its stack.</returns>
    public int Call(int parent, string method, long calls, long waitingNs, string on = "Task.Delay", long runningNs = 0, int line = 0, long? waits = null)
    {
        RootKind kind = RootKindOf(parent);
        int stack = _data.Intern(parent, _data.Intern(new Frame(FrameKind.Method, method, Frame.LooksFramework(method))), line);
        Add(stack, kind, calls, OperationStatus.Completed, runningNs, default);
        int leaf = _data.Intern(stack, _data.Intern(Frame.OfWait(WaitKind.Named, on)));
        Add(leaf, kind, waits ?? calls, OperationStatus.Completed, 0, new TimeByState(0, waitingNs, 0, 0));
        return stack;
    }

    /// <summary>Bytes that a stack allocated itself.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="bytes">How many.</param>
    /// <param name="type">Their type, where samples tell.</param>
    /// <param name="by">The synchronous method that it called for them, where samples tell.</param>
    public void Allocated(int stack, long bytes, string? type = null, string? by = null)
    {
        RootKind kind = RootKindOf(stack);
        int at = by is null ? stack : _data.Intern(stack, _data.Intern(new Frame(FrameKind.Sync, by, Frame.LooksFramework(by))));
        at = type is null ? at : _data.Intern(at, _data.Intern(Frame.OfWait(WaitKind.Allocated, type)));
        _data.Add(new StackCharge(at, new ChargeTags(kind, OperationStatus.Completed, AwaitedBy.Parent, -1), new Measures(0, 0, default, default, new ResourceUse(bytes, 0, 0, 0))));
    }

    /// <summary>A synchronous method that samples saw below a stack: what they divide its running time into.</summary>
    /// <param name="stack">The stack that called it.</param>
    /// <param name="method">Its name.</param>
    /// <param name="runningNs">How long it held the thread; that is no part of what the caller was said to run.</param>
    /// <returns>Its stack.</returns>
    public int Sampled(int stack, string method, long runningNs)
    {
        RootKind kind = RootKindOf(stack);
        int at = _data.Intern(stack, _data.Intern(new Frame(FrameKind.Sync, method, Frame.LooksFramework(method))));
        var time = new TimeByState(runningNs, 0, 0, 0);
        _data.Add(new StackCharge(at, new ChargeTags(kind, OperationStatus.Completed, AwaitedBy.Parent, -1), new Measures(0, 0, time, time)));
        return at;
    }

    /// <summary>What a stack used itself of processors.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="cpuNs">Time on a processor.</param>
    /// <param name="systemNs">The part of it that the system worked.</param>
    /// <param name="preemptedNs">Time without one.</param>
    public void Computed(int stack, long cpuNs, long systemNs = 0, long preemptedNs = 0) =>
        _data.Add(new StackCharge(stack, new ChargeTags(RootKindOf(stack), OperationStatus.Completed, AwaitedBy.Parent, -1), new Measures(0, 0, default, default, new ResourceUse(0, cpuNs, systemNs, preemptedNs))));

    /// <summary>Time on the task axis alone: what went on at once with others.</summary>
    public void AtOnce(int stack, long taskWaitingNs) =>
        _data.Add(new StackCharge(stack, new ChargeTags(RootKindOf(stack), OperationStatus.Completed, AwaitedBy.Parent, -1), new Measures(0, 0, new TimeByState(0, taskWaitingNs, 0, 0), default)));

    /// <summary>The profile.</summary>
    /// <param name="recording">What the recording says of itself.</param>
    public AsyncProfile Build(RecordingInfo? recording = null) => new(recording ?? new RecordingInfo { DurationNs = 1_000_000_000, RuntimeVersion = "10.0.0", Source = "agent", Cpus = 2 }, _data.Build());

    private readonly Dictionary<int, RootKind> _kinds = [];

    private RootKind RootKindOf(int stack)
    {
        while (_data[stack].Parent > 0)
            stack = _data[stack].Parent;
        return _kinds[stack];
    }

    private void Add(int stack, RootKind kind, long calls, OperationStatus status, long runningNs, TimeByState waits)
    {
        if (_data[stack].Parent == 0)
            _kinds[stack] = kind;
        TimeByState time = waits + new TimeByState(runningNs, 0, 0, 0);
        _data.Add(new StackCharge(stack, new ChargeTags(kind, status, AwaitedBy.Parent, DurationBuckets.Of(calls == 0 ? 0 : time.TotalNs / calls)), new Measures(calls, time.TotalNs, time, time)));
    }
}
