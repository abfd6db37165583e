namespace AsyncProf.Core.Tests.Symbols.Code;

/// <summary>An await that was seen while it suspended.</summary>
/// <param name="Machine">The state machine.</param>
/// <param name="Offset">The IL offset at which it stood.</param>
/// <param name="Line">The line that it is in truth.</param>
/// <param name="Name">What it awaits in truth.</param>
public sealed record SeenAwait(Type Machine, int Offset, int Line, string Name);
