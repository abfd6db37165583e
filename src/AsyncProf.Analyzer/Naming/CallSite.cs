using AsyncProf.Symbols;

namespace AsyncProf.Naming;

/// <summary>A place in the call tree where something of a name is called.</summary>
/// <param name="Path">The exact path of the caller.</param>
/// <param name="Name">The method; for one of a name that several have, that name.</param>
/// <param name="Number">Which of its caller's calls of that name it is, in the order in which they began.</param>
internal readonly record struct CallSite(int Path, MethodId Name, int Number);
