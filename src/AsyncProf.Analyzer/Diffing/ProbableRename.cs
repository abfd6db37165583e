namespace AsyncProf.Diffing;

/// <summary>A name that went and one that came, with the same neighbours: probably the same. They are shown and never added up.</summary>
/// <param name="Kind"><c>method</c> or <c>root</c>.</param>
/// <param name="Base">The name on the base side.</param>
/// <param name="Head">The name on the head side.</param>
/// <param name="Agreement">The share of neighbours that both have, 0 to 1.</param>
internal sealed record ProbableRename(string Kind, string Base, string Head, double Agreement);
