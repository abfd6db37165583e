using AsyncProf.Symbols;

namespace AsyncProf.Naming;

/// <summary>A place in the call tree and who was called there.</summary>
/// <param name="Site">The number of the place.</param>
/// <param name="Method">Who; the default where that was not seen.</param>
internal readonly record struct CallPath(int Site, MethodId Method);
