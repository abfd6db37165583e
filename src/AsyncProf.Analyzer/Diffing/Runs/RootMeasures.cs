using AsyncProf.Profiles;

namespace AsyncProf.Diffing.Runs;

/// <summary>What one run tells of the roots of one name.</summary>
internal sealed class RootMeasures
{
    /// <summary>How many whole roots.</summary>
    public long Count { get; set; }

    /// <summary>How many of them ended with an error.</summary>
    public long Errors { get; set; }

    /// <summary>Their time on the elapsed axis, in nanoseconds.</summary>
    public TimeByState Elapsed { get; set; }

    /// <summary>The time of all operations below them on the task axis, in nanoseconds.</summary>
    public TimeByState Task { get; set; }

    /// <summary>Whether they are the frameworks' own: a server's loops.</summary>
    public bool IsFramework { get; set; }

    /// <summary>The methods below, the root's own among them.</summary>
    public Dictionary<MethodKey, MethodMeasures> Methods { get; } = [];
}
