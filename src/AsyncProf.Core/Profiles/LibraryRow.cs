namespace AsyncProf.Profiles;

/// <summary>The methods of one library, over all logical stacks. Over all libraries, what they have themselves sums to the tree's, exactly.</summary>
internal sealed record LibraryRow
{
    /// <summary>The assembly, or the first parts of the namespace; in parentheses what is no library.</summary>
    public required string Library { get; init; }

    /// <summary>Whether all of its methods are the frameworks': <c>System.*</c> or <c>Microsoft.*</c>. What is not is one's own code, or that of packages.</summary>
    public bool IsFramework { get; init; }

    /// <summary>How many methods were seen.</summary>
    public int Methods { get; init; }

    /// <summary>Calls into it from another.</summary>
    public long Calls { get; init; }

    /// <summary>Its own time on the elapsed axis: that of its methods, with what they waited for.</summary>
    public TimeByState ElapsedSelf { get; init; }

    /// <summary>The time of stacks with a method of it on the elapsed axis, each once, in nanoseconds.</summary>
    public long ElapsedTotalNs { get; init; }

    /// <summary>Its own time on the task axis.</summary>
    public TimeByState TaskSelf { get; init; }

    /// <summary>The time of stacks with a method of it on the task axis, each once, in nanoseconds.</summary>
    public long TaskTotalNs { get; init; }

    /// <summary>How long its methods held threads themselves, with what they called synchronously and blocked on, in nanoseconds; no less than what they used of processors and waited for one.</summary>
    public long OnThreadsSelfNs { get; init; }

    /// <summary>The same of stacks with a method of it, each once.</summary>
    public long OnThreadsTotalNs { get; init; }

    /// <summary>What its methods used themselves; 0 where that was not measured.</summary>
    public ResourceUse UsedSelf { get; init; }

    /// <summary>What was used in stacks with a method of it.</summary>
    public ResourceUse UsedTotal { get; init; }
}
