namespace AsyncProf.Diffing;

/// <summary>On which sides something is found.</summary>
internal enum Presence
{
    /// <summary>On both.</summary>
    Both,

    /// <summary>On the head side only.</summary>
    Added,

    /// <summary>On the base side only.</summary>
    Removed,
}
