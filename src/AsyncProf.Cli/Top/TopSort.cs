namespace AsyncProf.Cli.Top;

/// <summary>What a live table is sorted by, the largest first.</summary>
internal enum TopSort
{
    /// <summary>Time on the elapsed axis.</summary>
    Elapsed,

    /// <summary>Of it, executing on a thread.</summary>
    Running,

    /// <summary>Of it, waiting for something.</summary>
    Waiting,

    /// <summary>Of it, waiting for a thread.</summary>
    Ready,

    /// <summary>Of it, holding a thread that waits.</summary>
    Blocked,

    /// <summary>Calls a second.</summary>
    Calls,

    /// <summary>The median duration.</summary>
    P50,

    /// <summary>The 99th percentile of the durations.</summary>
    P99,
}
