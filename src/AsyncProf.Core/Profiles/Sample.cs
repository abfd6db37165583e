namespace AsyncProf.Profiles;

/// <summary>What was charged to one logical stack by operations that are alike in their tags.</summary>
/// <param name="Stack">The stack's number.</param>
/// <param name="Tags">What the operations have in common.</param>
/// <param name="Calls">Whole calls with exactly this stack; for a wait, how many.</param>
/// <param name="WallNs">The sum of the durations of those calls.</param>
/// <param name="Task">The stack's own time on the task axis.</param>
/// <param name="Elapsed">The stack's own time on the elapsed axis.</param>
internal readonly record struct Sample(int Stack, SampleTags Tags, long Calls, long WallNs, TimeByState Task, TimeByState Elapsed);
