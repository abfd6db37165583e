namespace AsyncProf.Symbols;

/// <summary>A method, as a small number that is valid within one recording.</summary>
/// <param name="Value">The number; 0 is the method that nothing names.</param>
internal readonly record struct MethodId(int Value);
