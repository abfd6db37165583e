namespace AsyncProf.Events;

/// <summary>How a task is waited for, as <see cref="AsyncEventKind.WaitBegin"/> says it.</summary>
internal enum WaitBehavior : byte
{
    /// <summary>The thread blocks until the task has completed.</summary>
    Synchronous = 1,

    /// <summary>An operation suspends until the task has completed.</summary>
    Asynchronous = 2,
}
