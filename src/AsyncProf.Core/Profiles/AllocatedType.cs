namespace AsyncProf.Profiles;

/// <summary>Objects of one type that a method allocated, as samples estimate them.</summary>
/// <param name="Type">The type's name.</param>
/// <param name="Bytes">How much of what the method allocated itself is of this type, in bytes.</param>
public readonly record struct AllocatedType(string Type, long Bytes);
