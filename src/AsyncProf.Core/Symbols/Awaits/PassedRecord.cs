using AsyncProf.Symbols.Metadata;

namespace AsyncProf.Symbols.Awaits;

/// <summary>What a process tells of methods that pass a task on.</summary>
/// <param name="Caller">The name of the operations of who awaits.</param>
/// <param name="Callee">The name of the operations of who is awaited.</param>
/// <param name="Between">The methods between, the caller's side first; empty where that is in doubt.</param>
internal readonly record struct PassedRecord(int Caller, int Callee, IReadOnlyList<MethodName> Between);
