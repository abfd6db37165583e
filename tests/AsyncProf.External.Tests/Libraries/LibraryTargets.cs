namespace AsyncProf.External.Tests.Libraries;

/// <summary>What the stitching rules have to reach on code that we did not write.</summary>
internal static class LibraryTargets
{
    /// <summary>The most of the elapsed time that may lie in waits of which nothing says what they were for.</summary>
    public const double UnknownShare = 0.05;

    /// <summary>The most of the task time that may hang below roots that have an awaiter.</summary>
    /// <param name="program">The program: two race loops that live as long as they do by <c>WhenAny</c>, whose losers no event joins to it. How many lose differs from run to run.</param>
    public static double OrphanShare(string program) => program switch
    {
        "orleans" => 0.1,
        "signalr" => 0.05,
        _ => 0.01,
    };
}
