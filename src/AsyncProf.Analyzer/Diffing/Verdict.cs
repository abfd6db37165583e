namespace AsyncProf.Diffing;

/// <summary>What a comparison ends in.</summary>
internal enum Verdict
{
    /// <summary>No root takes longer, as far as so many runs can tell.</summary>
    NoRegression,

    /// <summary>At least one root takes longer.</summary>
    Regression,

    /// <summary>With so few runs, or of such sides, nothing could have been proved, whatever they had shown.</summary>
    CannotFire,

    /// <summary>The sides have nothing in common that could be compared, hold the same, or are not alike and were to be.</summary>
    NotComparable,
}
