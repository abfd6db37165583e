namespace AsyncProf.External.Tests.Libraries;

/// <summary>What the stitching rules have to reach on code that we did not write.</summary>
internal static class LibraryTargets
{
    /// <summary>The most of the task time that may hang below roots that have an awaiter.</summary>
    public const double OrphanShare = 0.01;

    /// <summary>The most of the elapsed time that may lie in waits of which nothing says what they were for.</summary>
    public const double UnknownShare = 0.05;
}
