namespace AsyncProf.Symbols.Code;

/// <summary>The kinds of <see cref="Origin"/>.</summary>
internal enum OriginKind
{
    /// <summary>Nothing is known.</summary>
    Unknown,

    /// <summary>Null or a default value.</summary>
    Nothing,

    /// <summary>The instance whose code it is.</summary>
    This,

    /// <summary>A parameter of the method.</summary>
    Parameter,

    /// <summary>A local.</summary>
    Local,

    /// <summary>A field of the instance whose code it is.</summary>
    OwnField,

    /// <summary>Another field.</summary>
    Field,

    /// <summary>What a call returned, or a constructor made.</summary>
    Call,

    /// <summary>One of two.</summary>
    Either,
}
