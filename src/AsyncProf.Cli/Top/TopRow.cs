using AsyncProf.Profiles;

namespace AsyncProf.Cli.Top;

/// <summary>One line of a live table.</summary>
/// <param name="Name">The method or the request, as the process calls it: not to be written as it is.</param>
/// <param name="Kind">Which of the two.</param>
/// <param name="IsFramework">Whether it is a method of the frameworks.</param>
internal sealed record TopRow(string Name, FrameKind Kind, bool IsFramework)
{
    /// <summary>Where several methods have the name and nothing told which was called: those.</summary>
    public IReadOnlyList<string> Candidates { get; init; } = [];

    /// <summary>Its own time on the elapsed axis by state; of a request its time alone.</summary>
    public TimeByState Elapsed { get; init; }

    /// <summary>Its time on the elapsed axis, in nanoseconds.</summary>
    public long ElapsedNs { get; init; }

    /// <summary>Calls that ended, a second.</summary>
    public double CallsPerSecond { get; init; }

    /// <summary>Whether any has ended, so that there are durations.</summary>
    public bool HasEnded { get; init; }

    /// <summary>The median duration, in nanoseconds.</summary>
    public long P50Ns { get; init; }

    /// <summary>The 99th percentile of the durations, in nanoseconds.</summary>
    public long P99Ns { get; init; }

    /// <summary>The longest duration, in nanoseconds.</summary>
    public long MaxNs { get; init; }

    /// <summary>What a sort goes by.</summary>
    public double KeyOf(TopSort sort) => sort switch
    {
        TopSort.Running => Elapsed.RunningNs,
        TopSort.Waiting => Elapsed.WaitingNs,
        TopSort.Ready => Elapsed.ReadyNs,
        TopSort.Blocked => Elapsed.BlockedNs,
        TopSort.Calls => CallsPerSecond,
        TopSort.P50 => P50Ns,
        TopSort.P99 => P99Ns,
        _ => ElapsedNs,
    };
}
