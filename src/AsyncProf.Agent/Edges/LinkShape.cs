using System.Reflection;

namespace AsyncProf.Edges;

/// <summary>How to read what objects of one type are to the task on whose end they go on.</summary>
/// <param name="Kind">What they are.</param>
/// <param name="Field">Holds the task that is meant, or the phase of one that unwraps; null where the object is the task itself.</param>
internal sealed record LinkShape(LinkKind Kind, FieldInfo? Field = null);
