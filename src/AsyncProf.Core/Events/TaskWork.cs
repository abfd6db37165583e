namespace AsyncProf.Events;

/// <summary>What a thread does with a task between events 17 and 18 of the TPL.</summary>
internal enum TaskWork : byte
{
    /// <summary>It runs the continuations of a task that has completed (a completion bracket).</summary>
    CompletionNotification = 0,

    /// <summary>It reports progress.</summary>
    ProgressNotification = 1,

    /// <summary>It runs the task's own code (a segment).</summary>
    Execution = 2,
}
