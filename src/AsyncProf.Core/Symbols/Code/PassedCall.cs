namespace AsyncProf.Symbols.Code;

/// <summary>A method that only passes a task on, and the method that made the task.</summary>
/// <param name="From">The method that passes it on.</param>
/// <param name="To">The method whose task it is.</param>
internal sealed record PassedCall(CalledMethod From, CalledMethod To);
