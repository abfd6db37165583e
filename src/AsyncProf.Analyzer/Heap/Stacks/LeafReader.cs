using System.Globalization;
using AsyncProf.Heap.Objects;

namespace AsyncProf.Heap.Stacks;

/// <summary>Says what an object is that an operation waits for, and that is no operation itself.</summary>
/// <param name="reader">Reads them.</param>
/// <param name="graph">The operations.</param>
/// <param name="chains">Their frames.</param>
/// <param name="now">The clock of timers; null where it is not known.</param>
internal sealed class LeafReader(HeapReader reader, PendingGraph graph, FrameChains chains, long? now)
{
    private const string Tasks = "System.Threading.Tasks.", Delay = "Task.Delay";

    /// <summary>What a timer is due after once it has come due (TimerQueue of CoreLib): its callback is queued.</summary>
    private const uint Never = uint.MaxValue;

    private readonly Dictionary<HeapType, int> _byType = [];
    private readonly Dictionary<ulong, int> _bySemaphore = [];
    private readonly int _queued = chains.Intern(new PendingFrame(PendingKind.Leaf, "a thread to go on"));
    private readonly int _due = chains.Intern(new PendingFrame(PendingKind.Leaf, $"{Delay}, which is due, and a thread to go on"));
    private readonly int _nothing = chains.Intern(new PendingFrame(PendingKind.Leaf, "a task that nothing here completes (TaskCompletionSource)"));
    private readonly int _unknown = chains.Intern(new PendingFrame(PendingKind.Leaf, "something that cannot be read"));

    /// <summary>The frame of an operation that needs a thread only.</summary>
    public int Queued => _queued;

    /// <summary>The frame of what is awaited.</summary>
    /// <param name="address">The object.</param>
    public int Of(ulong address)
    {
        if (reader.TypeOf(address) is not { } type)
            return _unknown;
        if (type.Kind == HeapKind.Task && graph.Semaphores.TryGetValue(address, out ulong semaphore))
            return _bySemaphore.TryGetValue(semaphore, out int known) ? known : _bySemaphore[semaphore] = Semaphore(semaphore);
        if (TimerOf(address) is { } timer && IsOver(timer) && NameOf(type) == Delay)
            return _due;
        if (!_byType.TryGetValue(type, out int frame))
            _byType.Add(type, frame = Make(type));
        return frame;
    }

    /// <summary>In how many milliseconds a delay is due; null where it is none, where that is over, and where the clock is not known.</summary>
    public long? DueIn(ulong address) => TimerOf(address) is { } timer && !IsOver(timer) ? timer.Start + timer.After - now : null;

    /// <summary>The name of a task that waits for others, or of a leaf.</summary>
    public static string NameOf(HeapType type)
    {
        string name = type.Name;
        return name switch
        {
            _ when name.Contains("DelayPromise", StringComparison.Ordinal) => Delay,
            _ when name.Contains("WhenAllPromise", StringComparison.Ordinal) => "Task.WhenAll",
            _ when name.Contains("WhenAnyPromise", StringComparison.Ordinal) || name.Contains("CompleteOnInvokePromise", StringComparison.Ordinal) => "Task.WhenAny",
            _ when name.Contains("UnwrapPromise", StringComparison.Ordinal) => "Task.Run",
            _ when name.Contains("CancellationPromise", StringComparison.Ordinal) => "Task.WaitAsync",
            _ when name.Contains("ContinuationTaskFrom", StringComparison.Ordinal) || name.Contains("ContinuationResultTaskFrom", StringComparison.Ordinal) => "Task.ContinueWith",
            _ when name.Contains("AwaitableSocketAsyncEventArgs", StringComparison.Ordinal) => "a socket",
            _ when name.Contains("PeriodicTimer", StringComparison.Ordinal) => "PeriodicTimer.WaitForNextTickAsync",
            _ when name.StartsWith("System.Threading.Channels.", StringComparison.Ordinal) => ChannelOf(name),
            _ when name.StartsWith("System.IO.Pipelines.", StringComparison.Ordinal) => "a pipe",
            _ => CleanOf(name),
        };
    }

    private static string ChannelOf(string name) =>
        name.Contains("Write", StringComparison.Ordinal) || name.Contains("VoidAsyncOperationWithData", StringComparison.Ordinal) ? "a channel that is full" : "a channel that is empty";

    /// <summary>A type without namespaces of the framework's own nesting.</summary>
    private static string CleanOf(string name) => name.StartsWith(Tasks, StringComparison.Ordinal) ? name[Tasks.Length..].Replace('+', '.') : name.Replace('+', '.');

    private int Make(HeapType type)
    {
        bool isPlain = type.Kind == HeapKind.Task && (type.Name == "System.Threading.Tasks.Task" || type.Name.StartsWith("System.Threading.Tasks.Task<", StringComparison.Ordinal));
        return isPlain ? _nothing : chains.Intern(new PendingFrame(PendingKind.Leaf, NameOf(type)));
    }

    private int Semaphore(ulong semaphore)
    {
        int waiting = graph.Semaphores.Values.Count(owner => owner == semaphore);
        int free = reader.TypeOf(semaphore) is { } type && type.At("m_currentCount") is var at and >= 0 ? reader.Int(semaphore + (ulong)at) : 0;
        return chains.Intern(new PendingFrame(PendingKind.Leaf, string.Create(CultureInfo.InvariantCulture, $"SemaphoreSlim.WaitAsync ({free} free, {waiting} waiting)")) { IsSemaphore = true });
    }

    private bool IsOver((long Start, uint After) timer) => timer.After == Never || timer.Start + timer.After < now;

    /// <summary>The timer of a task; null where it has none that can be read.</summary>
    private (long Start, uint After)? TimerOf(ulong address)
    {
        ulong timer = reader.TypeOf(address) is { Kind: HeapKind.Task } type ? reader.Reference(address, type.At("_timer")) : 0;
        if (timer == 0 || reader.TypeOf(timer) is not { } timerType)
            return null;
        if (timerType.At("_startTicks") < 0 && reader.Reference(timer, "_timer") is var inner and not 0)
            (timer, timerType) = (inner, reader.TypeOf(inner) ?? timerType);
        (int start, int due) = (timerType.At("_startTicks"), timerType.At("_dueTime"));
        return start < 0 || due < 0 ? null : ((long)reader.Pointer(timer + (ulong)start), (uint)reader.Int(timer + (ulong)due));
    }
}
