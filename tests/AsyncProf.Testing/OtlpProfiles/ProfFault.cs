namespace AsyncProf.Testing.OtlpProfiles;

/// <summary>A rule that a file breaks.</summary>
/// <param name="Rule">The rule's number in <see cref="ProfRule"/>.</param>
/// <param name="Where">Where it breaks it, and how.</param>
internal sealed record ProfFault(ProfRule Rule, string Where);
