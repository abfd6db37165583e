namespace AsyncProf.Events;

/// <summary>What a thread does with a task between <see cref="AsyncEventKind.WorkBegin"/> and <see cref="AsyncEventKind.WorkEnd"/>.</summary>
internal enum TaskWork : byte
{
    /// <summary>It runs the continuations of a task that has completed (a completion bracket).</summary>
    CompletionNotification = 0,

    /// <summary>It reports progress.</summary>
    ProgressNotification = 1,

    /// <summary>It runs the task's own code (a segment).</summary>
    Execution = 2,
}
