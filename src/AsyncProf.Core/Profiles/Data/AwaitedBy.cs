namespace AsyncProf.Profiles.Data;

/// <summary>Who awaited an operation.</summary>
internal enum AwaitedBy : byte
{
    /// <summary>The operation above it in the logical stack; a root is awaited by nobody, and rightly.</summary>
    Parent,

    /// <summary>Nobody, or somebody only after it had ended.</summary>
    Nobody,

    /// <summary>Somebody continued after it, and no event tells who.</summary>
    Unknown,

    /// <summary>The operation above it, or the one whose wait it is, which itself is one of those of which no event tells who awaited them.</summary>
    BelowUnknown,
}
