namespace AsyncProf.Profiles;

/// <summary>What a recording covers, and how far its numbers can be trusted.</summary>
public sealed record RecordingInfo
{
    /// <summary>How long it lasted, in nanoseconds.</summary>
    public long DurationNs { get; init; }

    /// <summary>Events processed.</summary>
    public long Events { get; init; }

    /// <summary>Events lost because a buffer was full.</summary>
    public long LostEvents { get; init; }

    /// <summary>Operations that began in the recording.</summary>
    public long Operations { get; init; }

    /// <summary>Operations first seen when they went on: begun before the recording, nameless.</summary>
    public long BegunBefore { get; init; }

    /// <summary>Roots that had not ended when they were charged.</summary>
    public long Unfinished { get; init; }

    /// <summary>Steps of operations that the state machine does not allow: lost events, or a shape not known.</summary>
    public long IllegalTransitions { get; init; }

    /// <summary>Awaits of anything.</summary>
    public long Awaits { get; init; }

    /// <summary>The share of awaits whose target no event tells (channels, sockets, custom awaiters), 0 to 1.</summary>
    public double UnknownAwaitShare { get; init; }

    /// <summary>Edges between operations that were inferred.</summary>
    public long InferredEdges { get; init; }

    /// <summary>Synchronous waits on tasks.</summary>
    public long Blocks { get; init; }

    /// <summary>The share of synchronous waits whose end was inferred from the thread's next event, 0 to 1.</summary>
    public double InferredEndShare { get; init; }

    /// <summary>Methods that could not be told from others of the same compiler-made name.</summary>
    public long AmbiguousNames { get; init; }

    /// <summary>Calls of an ambiguous name whose method was told by their caller, because others of the same caller had been looked up exactly.</summary>
    public long InferredNames { get; init; }

    /// <summary>Waits that may include time ready, because no event tells when they were over.</summary>
    public long MaybeReady { get; init; }

    /// <summary>Trees whose charges did not sum up and were left out. Anything but 0 is a bug of the profiler.</summary>
    public long Unbalanced { get; init; }

    /// <summary>The time charged on the task axis outside any named method, as a share, 0 to 1.</summary>
    public double UnattributedShare { get; init; }
}
