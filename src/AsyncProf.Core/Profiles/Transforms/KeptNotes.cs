namespace AsyncProf.Profiles.Transforms;

/// <summary>What of the notes of methods and roots still holds in a profile made from another.</summary>
internal enum KeptNotes
{
    /// <summary>All: no call was left out.</summary>
    All,

    /// <summary>Those of roots, and the longest calls as bounds: whole roots were left out.</summary>
    OfRoots,

    /// <summary>The longest calls and roots as bounds: any stack may have been left out.</summary>
    Bounds,

    /// <summary>None: names have changed, and who changed them notes them anew.</summary>
    None,
}
