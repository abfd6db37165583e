namespace AsyncProf.Waits;

/// <summary>The begin or end of a thread's wait, as the runtime told it.</summary>
/// <param name="Time">When, by the clock of the day.</param>
/// <param name="Thread">What the operating system calls the thread.</param>
/// <param name="On">The object that is waited on, as far as is told; 0 otherwise.</param>
/// <param name="Begins">Whether it begins.</param>
internal readonly record struct ToldWait(DateTime Time, long Thread, long On, bool Begins);
