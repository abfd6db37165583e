namespace AsyncProf.Decoding.Samples;

/// <summary>What a frame of a sampled stack is.</summary>
internal enum FrameRole
{
    /// <summary>Code that somebody wrote to do something.</summary>
    Code,

    /// <summary>What an async method is compiled to: it runs, and has not suspended yet or goes on.</summary>
    Machine,

    /// <summary>Starts an async method: what it calls next has not suspended yet.</summary>
    Starter,

    /// <summary>Lets an operation go on, or begins one: what it calls next is the operation's own.</summary>
    Resumer,

    /// <summary>Where a thread waits for work.</summary>
    Idle,

    /// <summary>Where code asks whether it is to stop, as it is to be looked at.</summary>
    Poll,

    /// <summary>Suspends an operation, or ends it.</summary>
    Suspender,

    /// <summary>Tells of what the program does, for us or whoever else listens.</summary>
    Profiling,
}
