using AsyncProf.Profiles.Durations;

namespace AsyncProf.Profiles;

/// <summary>One async method over all its logical stacks, or a synchronous one that samples saw below them. Waits are the awaiting method's own time.</summary>
public sealed class MethodRow
{
    /// <summary>The canonical name, or the name of a request or scope.</summary>
    public required string Method { get; init; }

    /// <summary>The parameter types that end <see cref="Method"/>, where its type has several async methods of that name; otherwise empty.</summary>
    public string Overload { get; init; } = "";

    /// <summary>The simple name of its assembly; empty where it is not known.</summary>
    public string Assembly { get; init; } = "";

    /// <summary>Where several methods bear the name and nothing told which was called: those, by their names. Empty for others, and where they are not known.</summary>
    public IReadOnlyList<string> Candidates { get; init; } = [];

    /// <summary>The source file in which its code begins; empty where it is not known.</summary>
    public string File { get; init; } = "";

    /// <summary>The line in which its code begins; 0 where it is not known.</summary>
    public int Line { get; init; }

    /// <summary>The page that shows that line, or the file, on the web, as the PDB's Source Link says; empty where it is not known. It comes from the recorded program, and is never asked.</summary>
    public string Link { get; init; } = "";

    /// <summary>True for a method of the frameworks: <c>System.*</c> or <c>Microsoft.*</c>.</summary>
    public bool IsFramework { get; init; }

    /// <summary>Whether it is a method, an entry, or a synchronous method that samples saw.</summary>
    public FrameKind Kind { get; init; }

    /// <summary>Whole calls.</summary>
    public long Calls { get; init; }

    /// <summary>Calls with no call of the same method above them.</summary>
    public long OutermostCalls { get; init; }

    /// <summary>Calls that ended with an exception.</summary>
    public long Errors { get; init; }

    /// <summary>Calls that were cancelled.</summary>
    public long Canceled { get; init; }

    /// <summary>Calls that nobody awaited, or only after they had ended.</summary>
    public long NotAwaited { get; init; }

    /// <summary>Calls after which somebody continued, and no event tells who (the children of <c>Task.WhenEach</c>).</summary>
    public long AwaiterUnknown { get; init; }

    /// <summary>The task time of those calls, with all that they awaited, in nanoseconds. Of one below another only the nearest has it.</summary>
    public long AwaiterUnknownTaskNs { get; init; }

    /// <summary>
    /// The longest that what its calls executed before they first suspended can have taken, summed, in nanoseconds. It ran as part of their
    /// callers, so it is in no measure of this method.
    /// </summary>
    public long PrefixAtMostNs { get; init; }

    /// <summary>What its calls executed before they first suspended, as samples estimate it, in nanoseconds; 0 where there are none. It is in no measure of this method either.</summary>
    public long PrefixNs { get; init; }

    /// <summary>Calls of whose synchronous prefix nothing is known.</summary>
    public long PrefixUnknown { get; init; }

    /// <summary>The longest that a thread ran it without a break, in nanoseconds; 0 where that is not known.</summary>
    public long LongestRunNs { get; init; }

    /// <summary>How often it let its thread go though it could go on at once, as <c>Task.Yield</c> does; 0 where that is not known.</summary>
    public long Yields { get; init; }

    /// <summary>How much of <see cref="ElapsedSelf"/> all threads stood still for the garbage collector. It is part of those states, and what waited might have waited anyway.</summary>
    public TimeByState GcPaused { get; init; }

    /// <summary>The sum of the durations of the outermost calls, in nanoseconds. It does not add up over methods.</summary>
    public long WallNs { get; init; }

    /// <summary>The median duration of outermost calls, in nanoseconds, within 5 %.</summary>
    public long P50Ns { get; init; }

    /// <summary>The 99th percentile of the durations of outermost calls, in nanoseconds, within 5 %.</summary>
    public long P99Ns { get; init; }

    /// <summary>The longest outermost call, in nanoseconds.</summary>
    public long MaxNs { get; init; }

    /// <summary>Its own time on the elapsed axis, waits included.</summary>
    public TimeByState ElapsedSelf { get; init; }

    /// <summary>Its time on the elapsed axis with what it awaited; the outermost frame of a recursive stack counts.</summary>
    public long ElapsedTotalNs { get; init; }

    /// <summary>Its own time on the task axis, waits included.</summary>
    public TimeByState TaskSelf { get; init; }

    /// <summary>Its time on the task axis with what it awaited; the outermost frame of a recursive stack counts.</summary>
    public long TaskTotalNs { get; init; }

    /// <summary>What it used itself, with what it called synchronously; 0 where that was not measured, and for what samples saw, which is part of who called it.</summary>
    public ResourceUse UsedSelf { get; init; }

    /// <summary>What it used with what it awaited; the outermost frame of a recursive stack counts.</summary>
    public ResourceUse UsedTotal { get; init; }

    /// <summary>What it allocated itself by types, the most bytes first, as far as samples tell.</summary>
    public IReadOnlyList<AllocatedType> AllocatedTypes { get; init; } = [];

    /// <summary>Its waits by what they were for, the largest task time first; they are part of its own time.</summary>
    public IReadOnlyList<WaitRow> Waits { get; init; } = [];

    /// <summary>Its awaits, in order of their lines: how often it suspended there, and what came of it.</summary>
    public IReadOnlyList<AwaitRow> Awaits { get; init; } = [];

    /// <summary>Its lines that samples saw, in order.</summary>
    public IReadOnlyList<LineRow> Lines { get; init; } = [];

    /// <summary>The durations of the outermost calls.</summary>
    internal DurationHistogram Durations { get; init; } = new();

    /// <inheritdoc/>
    public override string ToString() => Method;

    /// <summary>The slowest of so many of its calls, in nanoseconds: it is no slower in half of the cases.</summary>
    /// <param name="calls">How many; more than 0.</param>
    internal long SlowestOf(double calls) => Durations.Percentile(Math.Pow(0.5, 1 / calls), MaxNs);
}
