namespace AsyncProf.Decoding.Stacks;

/// <summary>One beginning of an operation, seen with its stack.</summary>
/// <param name="TaskId">The operation's task.</param>
/// <param name="Timestamp">When, in ticks of the recording's clock.</param>
/// <param name="Stack">The number of its stack.</param>
internal readonly record struct StackSample(int TaskId, long Timestamp, int Stack);
