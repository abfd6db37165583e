using AsyncProf.Profiles;

namespace AsyncProf.Diffing.Runs;

/// <summary>What one method waited for under one name, below one root.</summary>
internal sealed class WaitMeasures
{
    private const int Unset = -1;

    /// <summary>How many waits.</summary>
    public long Count { get; set; }

    /// <summary>Their time on the elapsed axis, in nanoseconds.</summary>
    public TimeByState Elapsed { get; set; }

    /// <summary>The line of the await; 0 where it is not known, or there are several.</summary>
    public int Line { get; set; } = Unset;

    public void Add(long count, TimeByState elapsed, int line)
    {
        (Count, Elapsed) = (Count + count, Elapsed + elapsed);
        Line = Line == Unset || Line == line ? line : 0;
    }
}
