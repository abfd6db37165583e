namespace AwaitLines;

/// <summary>An await, by where it stands and what it awaits there.</summary>
/// <param name="File">The name of the source file.</param>
/// <param name="Line">The line.</param>
/// <param name="On">What is awaited, as a report should have it.</param>
/// <param name="IsTold">Whether something tells which of its method's awaits it is.</param>
internal readonly record struct Hit(string File, int Line, string On, bool IsTold);
