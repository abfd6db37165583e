namespace AsyncProf.Fuzzing;

/// <summary>How an input can fail.</summary>
internal enum FuzzFailureKind
{
    /// <summary>An exception that nobody documents.</summary>
    Crash,

    /// <summary>It takes longer than anybody waits.</summary>
    Hang,

    /// <summary>It takes more memory than it may.</summary>
    Memory,
}
