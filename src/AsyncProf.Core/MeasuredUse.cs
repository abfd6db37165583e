namespace AsyncProf;

/// <summary>What is measured of threads beside time, each at its own cost.</summary>
[Flags]
public enum MeasuredUse
{
    /// <summary>Nothing but time.</summary>
    None = 0,

    /// <summary>Bytes allocated on the managed heap: a few nanoseconds for each segment.</summary>
    Allocations = 1,

    /// <summary>Time on a processor, told apart from time for which a thread was merely held: a system call at each bound of a segment. On Linux only.</summary>
    Cpu = 2,
}
