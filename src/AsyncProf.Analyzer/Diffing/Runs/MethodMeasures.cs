using AsyncProf.Profiles;

namespace AsyncProf.Diffing.Runs;

/// <summary>What one run tells of one method below one root, in nanoseconds and calls, all roots of that name added up.</summary>
internal sealed class MethodMeasures
{
    /// <summary>Whole calls.</summary>
    public long Calls { get; set; }

    /// <summary>Calls that ended with an exception.</summary>
    public long Errors { get; set; }

    /// <summary>Its own time on the elapsed axis, waits included.</summary>
    public TimeByState ElapsedSelf { get; set; }

    /// <summary>Its own time on the task axis, waits included.</summary>
    public TimeByState TaskSelf { get; set; }

    /// <summary>Its time on the elapsed axis with what it awaited.</summary>
    public long ElapsedTotalNs { get; set; }

    /// <summary>Its time on the task axis with what it awaited.</summary>
    public long TaskTotalNs { get; set; }

    /// <summary>The source file in which it begins; empty where it is not known.</summary>
    public string File { get; set; } = "";

    /// <summary>The simple name of its assembly; empty where it is not known.</summary>
    public string Assembly { get; set; } = "";

    /// <summary>Whether it is the frameworks'.</summary>
    public bool IsFramework { get; set; }

    /// <summary>What it waited for, by name: <c>await Task.Delay</c>.</summary>
    public FewOrMany<string, WaitMeasures> Waits { get; } = new();

    /// <summary>Who called it, and how often.</summary>
    public FewOrMany<CallerKey, long> Callers { get; } = new();
}
