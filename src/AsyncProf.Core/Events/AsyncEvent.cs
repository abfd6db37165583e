using System.Runtime.InteropServices;

namespace AsyncProf.Events;

/// <summary>
/// One event of one thread: 24 bytes without references, so that buffers of it cost the garbage collector nothing.
/// The thread is that of the buffer it lies in. Create it through the factory methods, which name what each field means.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct AsyncEvent
{
    /// <summary>The size of the struct in bytes.</summary>
    public const int Size = 24;

    /// <summary>The detail of a beginning that a dispatcher tells of, and of one that was first seen when it went on.</summary>
    public const byte Dispatched = 1, DispatchedBefore = 2;

    /// <summary>The detail of a reading of the processors that stands before a mark, and not before what a thread begins or ends.</summary>
    public const byte BeforeMark = 1;

    /// <summary>When it happened, in ticks of <see cref="System.Diagnostics.Stopwatch"/>.</summary>
    public long Timestamp;

    /// <summary>The task the event is about; the awaited one for a wait. Low half of <see cref="Payload"/> for marks. Of a reading of the processors, the time on one.</summary>
    public int TaskId;

    /// <summary>The awaiter of a wait, the other task of an edge, the creator of a scheduled task, the place of a beginning operation or of a queued continuation, otherwise 0. High half of <see cref="Payload"/> for marks.</summary>
    public int OtherId;

    /// <summary>The name id of a beginning operation, or of an entry; the place of a wait; the originating task where a task is scheduled or continued.</summary>
    public int Extra;

    /// <summary>What happened.</summary>
    public AsyncEventKind Kind;

    /// <summary>The behaviour of a wait, the status of an end, the relation of a join, the work of a segment, the kind of an edge, the flags of a mark.</summary>
    public byte Detail;

    /// <summary>The profiler scope in whose execution flow an operation began; 0 for none.</summary>
    public ushort Scope;

    /// <summary>64 bits that a mark carries in place of task ids: an entry's key, or a detail of it.</summary>
    public long Payload
    {
        readonly get => ((long)OtherId << 32) | (uint)TaskId;
        set
        {
            TaskId = (int)value;
            OtherId = (int)(value >> 32);
        }
    }

    /// <summary>
    /// Bytes that the thread has allocated since this was last told, in the fields that <see cref="AsyncEventKind.OperationEnd"/>, <see cref="AsyncEventKind.WorkBegin"/> and
    /// <see cref="AsyncEventKind.WorkEnd"/> have no other use for.
    /// </summary>
    public long Allocated
    {
        readonly get => ((long)OtherId << 32) | (uint)Extra;
        set
        {
            Extra = (int)value;
            OtherId = (int)(value >> 32);
        }
    }

    /// <summary>A task was queued to its scheduler.</summary>
    public static AsyncEvent TaskScheduled(long timestamp, int taskId, int creatingTaskId = 0, int originatingTaskId = 0) =>
        new() { Timestamp = timestamp, Kind = AsyncEventKind.TaskScheduled, TaskId = taskId, OtherId = creatingTaskId, Extra = originatingTaskId };

    /// <summary>The operation <paramref name="awaiterId"/> (0 when the TPL names none) awaits or blocks on <paramref name="awaitedId"/>.</summary>
    public static AsyncEvent WaitBegin(long timestamp, int awaitedId, int awaiterId, WaitBehavior behavior, int place = 0) =>
        new()
        {
            Timestamp = timestamp,
            Kind = AsyncEventKind.WaitBegin,
            TaskId = awaitedId,
            OtherId = awaiterId,
            Extra = place,
            Detail = (byte)behavior,
        };

    /// <summary>A continuation was queued.</summary>
    public static AsyncEvent ContinuationScheduled(long timestamp, int continuationId, int originatingTaskId = 0, int place = 0) =>
        new() { Timestamp = timestamp, Kind = AsyncEventKind.ContinuationScheduled, TaskId = continuationId, OtherId = place, Extra = originatingTaskId };

    /// <summary>An operation suspended for the first time, or a task was made.</summary>
    public static AsyncEvent OperationBegin(long timestamp, int taskId, int nameId, ushort scope = 0, int place = 0) =>
        new() { Timestamp = timestamp, Kind = AsyncEventKind.OperationBegin, TaskId = taskId, OtherId = place, Extra = nameId, Scope = scope };

    /// <summary>An operation ended.</summary>
    public static AsyncEvent OperationEnd(long timestamp, int taskId, OperationStatus status) =>
        new() { Timestamp = timestamp, Kind = AsyncEventKind.OperationEnd, TaskId = taskId, Detail = (byte)status };

    /// <summary>The task whose continuations this thread runs belongs to a join.</summary>
    public static AsyncEvent Relation(long timestamp, int joinId, TaskRelation relation) =>
        new() { Timestamp = timestamp, Kind = AsyncEventKind.Relation, TaskId = joinId, Detail = (byte)relation };

    /// <summary>A thread begins to run a task.</summary>
    public static AsyncEvent WorkBegin(long timestamp, int taskId, TaskWork work) =>
        new() { Timestamp = timestamp, Kind = AsyncEventKind.WorkBegin, TaskId = taskId, Detail = (byte)work };

    /// <summary>The end of the innermost work on the thread.</summary>
    public static AsyncEvent WorkEnd(long timestamp, TaskWork work) =>
        new() { Timestamp = timestamp, Kind = AsyncEventKind.WorkEnd, Detail = (byte)work };

    /// <summary>The thread has allocated so many bytes since this was last told.</summary>
    public static AsyncEvent AllocatedBytes(long timestamp, long bytes) => new() { Timestamp = timestamp, Kind = AsyncEventKind.Allocated, Allocated = bytes };

    /// <summary>The thread has used so much of the processors since this was last told, in nanoseconds.</summary>
    /// <param name="timestamp">When it was read.</param>
    /// <param name="cpu">Time on a processor.</param>
    /// <param name="system">The part of it that the operating system worked for the thread.</param>
    /// <param name="preempted">How long no processor was free for it.</param>
    /// <param name="beforeMark">Whether a mark follows.</param>
    public static AsyncEvent CpuUsed(long timestamp, uint cpu, uint system, uint preempted, bool beforeMark = false) =>
        new() { Timestamp = timestamp, Kind = AsyncEventKind.Cpu, Detail = beforeMark ? BeforeMark : (byte)0, TaskId = (int)cpu, OtherId = (int)system, Extra = (int)preempted };

    /// <summary>An entry starts. The key is unique among the entries in flight (the span id of its activity).</summary>
    public static AsyncEvent EntryStart(long timestamp, long key, EntryFlags flags, ushort scope = 0) =>
        new() { Timestamp = timestamp, Kind = AsyncEventKind.EntryStart, Payload = key, Detail = (byte)flags, Scope = scope };

    /// <summary>An entry stops, under the name it has now.</summary>
    public static AsyncEvent EntryStop(long timestamp, long key, int nameId, EntryFlags flags, ushort scope = 0) =>
        new() { Timestamp = timestamp, Kind = AsyncEventKind.EntryStop, Payload = key, Extra = nameId, Detail = (byte)flags, Scope = scope };

    /// <summary>64 bits about the entry that stops next on this thread.</summary>
    public static AsyncEvent EntryDetail(long timestamp, EntryDetailKind which, long value) =>
        new() { Timestamp = timestamp, Kind = AsyncEventKind.EntryDetail, Payload = value, Detail = (byte)which };

    /// <summary>What an entry is called, unless it gets a name of its own until it stops; key 0 for the request that the server's own events tell of.</summary>
    public static AsyncEvent EntryName(long timestamp, long key, int nameId) =>
        new() { Timestamp = timestamp, Kind = AsyncEventKind.EntryName, Payload = key, Extra = nameId };

    /// <summary>ASP.NET Core says a request starts; the name groups requests where no activity names them.</summary>
    public static AsyncEvent RequestStart(long timestamp, int nameId) =>
        new() { Timestamp = timestamp, Kind = AsyncEventKind.RequestStart, Extra = nameId };

    /// <summary>ASP.NET Core says a request stops.</summary>
    public static AsyncEvent RequestStop(long timestamp) => new() { Timestamp = timestamp, Kind = AsyncEventKind.RequestStop };

    /// <summary>The process told of a task who waits for it.</summary>
    public static AsyncEvent Edge(long timestamp, int taskId, int otherId, EdgeKind kind) =>
        new() { Timestamp = timestamp, Kind = AsyncEventKind.Edge, TaskId = taskId, OtherId = otherId, Detail = (byte)kind };

    /// <summary>An exception was thrown; <paramref name="follows"/> if it is, or wraps, the last one that was thrown on the thread.</summary>
    public static AsyncEvent Thrown(long timestamp, int nameId, bool follows) =>
        new() { Timestamp = timestamp, Kind = AsyncEventKind.Thrown, Extra = nameId, Detail = follows ? (byte)1 : (byte)0 };

    /// <summary>An activity below an entry's stopped: its span id, and the last 32 bits of its trace's.</summary>
    public static AsyncEvent ChildStop(long timestamp, long span, int trace) =>
        new() { Timestamp = timestamp, Kind = AsyncEventKind.ChildStop, Payload = span, Extra = trace };

    /// <summary>Something of a dispatcher happens; the dispatcher is 0 where the event names none.</summary>
    public static AsyncEvent Dispatch(long timestamp, AsyncEventKind kind, int dispatcherId = 0, int otherId = 0) =>
        new() { Timestamp = timestamp, Kind = kind, TaskId = dispatcherId, OtherId = otherId };

    /// <summary>An operation of a dispatcher begins; <paramref name="isKnown"/> if nothing came before it that was not seen.</summary>
    public static AsyncEvent DispatchedBegin(long timestamp, int taskId, int nameId, int place, bool isKnown) =>
        new() { Timestamp = timestamp, Kind = AsyncEventKind.OperationBegin, TaskId = taskId, OtherId = place, Extra = nameId, Detail = isKnown ? Dispatched : DispatchedBefore };

    /// <summary>The operation awaits something that its source does not tell; perhaps the task that was made directly before, if one was.</summary>
    public static AsyncEvent OpaqueAwait(long timestamp, int taskId, int place, int made, OpaqueAwaitKind kind) =>
        new() { Timestamp = timestamp, Kind = AsyncEventKind.OpaqueAwait, TaskId = taskId, OtherId = made, Extra = place, Detail = (byte)kind };

    /// <summary>The stack of a dispatcher: so many <see cref="DispatchFrame"/> events follow.</summary>
    public static AsyncEvent DispatchStack(long timestamp, int dispatcherId, int frames, DispatchMoment moment) =>
        new() { Timestamp = timestamp, Kind = AsyncEventKind.DispatchStack, TaskId = dispatcherId, OtherId = frames, Detail = (byte)moment };

    /// <summary>A frame of a dispatcher's stack by its address; 0 for the runtime's own.</summary>
    public static AsyncEvent DispatchFrame(long timestamp, long address) =>
        new() { Timestamp = timestamp, Kind = AsyncEventKind.DispatchFrame, Payload = address, Detail = (byte)(address == 0 ? DispatchFrameKind.Plumbing : DispatchFrameKind.Address) };

    /// <summary>Events of this thread were lost before this point.</summary>
    public static AsyncEvent Gap(long timestamp) => new() { Timestamp = timestamp, Kind = AsyncEventKind.Gap };

    /// <inheritdoc/>
    public override readonly string ToString() => FormattableString.Invariant(
        $"{Timestamp} {Kind} task={TaskId} other={OtherId} extra={Extra} detail={Detail}");
}
