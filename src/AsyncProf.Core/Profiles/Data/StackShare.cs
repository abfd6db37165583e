namespace AsyncProf.Profiles.Data;

/// <summary>What a logical stack did in one step of a series.</summary>
/// <param name="Stack">The stack, as a place in <see cref="TimeSeries.Stacks"/>.</param>
/// <param name="Time">The task time of all its operations that lies in the step.</param>
internal readonly record struct StackShare(int Stack, TimeByState Time);
