namespace AsyncProf.Profiles;

/// <summary>The waits of threads on locks, semaphores and other handles that the runtime told of, as <c>record --waits</c> and deep windows ask it to.</summary>
/// <param name="InOperations">Those of threads that executed an operation, whose time is blocked and not running.</param>
/// <param name="Outside">Those of other threads, which are nobody's: timers, idle workers, the runtime's own.</param>
/// <param name="Unmatched">Beginnings without an end and ends without a beginning, because the other was lost; and threads that ran long when waits began to be told, and may have waited already: of that the runtime tells nothing. A wait without an end lasts until the thread's next event.</param>
public sealed record HandleWaitInfo(long InOperations, long Outside, long Unmatched);
