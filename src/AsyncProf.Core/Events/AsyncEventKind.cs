namespace AsyncProf.Events;

/// <summary>What an <see cref="AsyncEvent"/> says. Values below 32 are the event ids of <c>System.Threading.Tasks.TplEventSource</c>.</summary>
internal enum AsyncEventKind : byte
{
    /// <summary>Not an event.</summary>
    None = 0,

    /// <summary>TPL 7: a task was queued to its scheduler.</summary>
    TaskScheduled = 7,

    /// <summary>TPL 10: a task is awaited, or blocked on.</summary>
    WaitBegin = 10,

    /// <summary>TPL 12: a continuation was queued, or an operation yielded.</summary>
    ContinuationScheduled = 12,

    /// <summary>TPL 14: an operation suspended for the first time, or a task was made.</summary>
    OperationBegin = 14,

    /// <summary>TPL 15: an operation ended.</summary>
    OperationEnd = 15,

    /// <summary>TPL 16: a task that completes belongs to a join.</summary>
    Relation = 16,

    /// <summary>TPL 17: a thread begins to run an operation, or the continuations of a completed one.</summary>
    WorkBegin = 17,

    /// <summary>TPL 18: the end of the innermost <see cref="WorkBegin"/> on the thread.</summary>
    WorkEnd = 18,

    /// <summary>A mark: an entry (a request, or a scope of the profiler's) starts on this thread.</summary>
    EntryStart = 32,

    /// <summary>A mark: an entry stops on this thread. Its <see cref="EntryDetail"/> events came just before.</summary>
    EntryStop = 33,

    /// <summary>64 bits about the entry that is about to stop; <see cref="AsyncEvent.Detail"/> says which.</summary>
    EntryDetail = 34,

    /// <summary>A mark: the framework tells what the request on this thread is called, or by <see cref="AsyncEvent.Detail"/> what else it has learnt of it (<see cref="EntryNews"/>). The first name that is told holds.</summary>
    EntryName = 35,

    /// <summary>What the thread has allocated since this was last told; stands before an event at which it matters and that cannot tell it itself.</summary>
    Allocated = 36,

    /// <summary>What the thread has used of the processors since this was last told; stands before an event at which it matters.</summary>
    Cpu = 37,

    /// <summary>A mark: ASP.NET Core says a request starts. Used where no activity stands for the request.</summary>
    RequestStart = 40,

    /// <summary>A mark: ASP.NET Core says a request stops.</summary>
    RequestStop = 41,

    /// <summary>The process looked at its own tasks, and tells who waits for whom; <see cref="AsyncEvent.Detail"/> says how (<see cref="EdgeKind"/>).</summary>
    Edge = 49,

    /// <summary>A mark: an exception was thrown on this thread.</summary>
    Thrown = 50,

    /// <summary>A mark: an activity below an entry's stopped on this thread.</summary>
    ChildStop = 51,

    /// <summary>Events of this thread were lost before this one: nothing may be inferred across it.</summary>
    Gap = 48,

    /// <summary>Runtime-async: what was believed of the dispatchers on this thread no longer holds.</summary>
    DispatchReset = 52,

    /// <summary>Runtime-async: a chain of calls suspended for the first time, and has a dispatcher. Its <see cref="DispatchStack"/> follows.</summary>
    DispatchBegin = 53,

    /// <summary>Runtime-async: a thread begins to run a dispatcher. Its <see cref="DispatchStack"/> follows.</summary>
    DispatchResume = 54,

    /// <summary>Runtime-async: the innermost dispatcher of the thread suspends. Its <see cref="DispatchStack"/> came just before.</summary>
    DispatchSuspend = 55,

    /// <summary>Runtime-async: the innermost dispatcher of the thread is over.</summary>
    DispatchComplete = 56,

    /// <summary>Runtime-async: an exception leaves methods of the innermost dispatcher.</summary>
    DispatchUnwind = 57,

    /// <summary>Runtime-async: the stack of a dispatcher; <see cref="AsyncEvent.Detail"/> says which moment's (<see cref="DispatchMoment"/>). Its <see cref="DispatchFrame"/> events follow, the leaf first.</summary>
    DispatchStack = 58,

    /// <summary>Runtime-async: one method of the stack that was announced; <see cref="AsyncEvent.Detail"/> says which kind (<see cref="DispatchFrameKind"/>).</summary>
    DispatchFrame = 59,

    /// <summary>Runtime-async: the thread goes on with the leaf-most method of the dispatcher that has not ended.</summary>
    DispatchMethodResume = 60,

    /// <summary>Runtime-async: that method ends.</summary>
    DispatchMethodComplete = 61,

    /// <summary>What a dispatcher's suspension means: an operation awaits something that its source does not tell.</summary>
    OpaqueAwait = 62,
}
