namespace AsyncProf.Diffing;

/// <summary>What was decided of a root or a method.</summary>
internal enum Decision
{
    /// <summary>It was not tested: it is only described.</summary>
    NotTested,

    /// <summary>It was tested, and no change that counts is proved.</summary>
    Unchanged,

    /// <summary>It takes longer.</summary>
    Regression,

    /// <summary>It takes less time.</summary>
    Improvement,
}
