namespace AsyncProf.Profiles;

/// <summary>One method awaited by another.</summary>
/// <param name="Caller">Who awaits; <c>(root)</c> for a root.</param>
/// <param name="Callee">Who is awaited.</param>
/// <param name="Calls">Whole calls of the callee below the caller.</param>
/// <param name="ElapsedTotalNs">The callee's elapsed time there with all it awaited, in nanoseconds; the outermost of a recursive stack counts.</param>
/// <param name="TaskTotalNs">The same of its task time.</param>
public sealed record CallEdge(string Caller, string Callee, long Calls, long ElapsedTotalNs, long TaskTotalNs);
