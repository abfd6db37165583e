namespace Edges.Judging;

/// <summary>Calls of one method below another in a report, frames of the frameworks left out.</summary>
/// <param name="Parent">The nearest method of the program above; empty for a root.</param>
/// <param name="Child">The method.</param>
/// <param name="Class">The class of the method: the pattern that it is of.</param>
/// <param name="Calls">How many.</param>
/// <param name="ElapsedNs">What they and all below them have of their root's time.</param>
internal sealed record FoundEdge(string Parent, string Child, string Class, long Calls, long ElapsedNs);
