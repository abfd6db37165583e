namespace AsyncProf.Stitching.Records;

/// <summary>What the stitcher saw, and what it had to doubt.</summary>
internal sealed class StitcherCounts
{
    private long[] _inferred = new long[Enum.GetValues<EdgeRule>().Length];

    /// <summary>Events processed.</summary>
    public long Events { get; set; }

    /// <summary>Of those, marks of our own: they say something of an entry or a gap, and come from no task.</summary>
    public long Marks { get; set; }

    /// <summary>Events of dispatchers of runtime-async.</summary>
    public long Dispatches { get; set; }

    /// <summary>Of those, how many cannot follow what came before.</summary>
    public long UnmatchedDispatches { get; set; }

    /// <summary>Operations with code of their own, begun.</summary>
    public long Begun { get; set; }

    /// <summary>Operations with code of their own, ended.</summary>
    public long Ended { get; set; }

    /// <summary>Operations first seen when they resumed.</summary>
    public long BegunBefore { get; set; }

    /// <summary>Operations of the profiler or the exporter, left out.</summary>
    public long Ignored { get; set; }

    /// <summary>Awaits of anything, and those whose target nothing tells.</summary>
    public long Awaits { get; set; }
    public long UnknownAwaits { get; set; }

    /// <summary>Edges that no event names.</summary>
    public long InferredEdges => _inferred.Sum();

    /// <summary>Edges that the process itself told, where it was asked to.</summary>
    public long ToldEdges { get; set; }

    /// <summary>Synchronous waits, and those whose end had to be inferred.</summary>
    public long Blocks { get; set; }
    public long InferredEnds { get; set; }

    /// <summary>Synchronous waits on a thread that ran no operation, and how long they lasted, in ticks.</summary>
    public long PrefixBlocks { get; set; }
    public long PrefixBlockedTicks { get; set; }

    /// <summary>Waits of threads on handles of which the runtime told: in an operation, or a task's that an operation blocks on; others; and beginnings or ends that were not told.</summary>
    public long HandleWaits { get; set; }
    public long OutsideHandleWaits { get; set; }
    public long UnmatchedHandleWaits { get; set; }

    /// <summary>Yields that were none: something unseen that the operation called had yielded.</summary>
    public long WrongYields { get; set; }

    /// <summary>Operations of methods whose builder pools: the TPL does not name them.</summary>
    public long Pooled { get; set; }

    /// <summary>Operations given up because there were too many.</summary>
    public long GivenUp { get; set; }

    /// <summary>Operations set aside because a newer one came under their task id.</summary>
    public long Shelved { get; set; }

    public long Cycles { get; set; }

    /// <summary>Waits that may include time ready: no event tells when a timer fired.</summary>
    public long MaybeReady { get; set; }

    /// <summary>Segments whose end did not match their beginning.</summary>
    public long Unmatched { get; set; }

    /// <summary>Events older than what had already happened on their operation.</summary>
    public long OutOfOrder { get; set; }

    /// <summary>Threads on which events were lost, each time it happened.</summary>
    public long Gaps { get; set; }

    /// <summary>Entries seen, and those that stopped where no operation ran and none could be found.</summary>
    public long Entries { get; set; }
    public long EntriesWithoutOwner { get; set; }

    /// <summary>Entries that had not stopped when memory ran short, so that they are shown as open roots instead.</summary>
    public long EntriesGivenUp { get; set; }

    /// <summary>What threads used while they executed no operation.</summary>
    public ResourceUse OutsideUse { get; set; }

    /// <summary>What was used by what belongs to the profiler or the exporter.</summary>
    public ResourceUse OwnUse { get; set; }

    /// <summary>Edges that a rule inferred.</summary>
    public long InferredBy(EdgeRule rule) => _inferred[(int)rule];

    /// <summary>A rule inferred an edge.</summary>
    public void Infer(EdgeRule rule) => _inferred[(int)rule]++;

    /// <summary>What a rule inferred was wrong after all.</summary>
    public void TakeBack(EdgeRule rule) => _inferred[(int)rule]--;

    /// <summary>The counts as they are now.</summary>
    public StitcherCounts Copy()
    {
        var copy = (StitcherCounts)MemberwiseClone();
        copy._inferred = [.. _inferred];
        return copy;
    }
}
