namespace AsyncProf.Stitching.Records;

/// <summary>What the stitcher may keep, and for how long, in ticks of the events' clock.</summary>
internal sealed record StitcherLimits
{
    /// <summary>How long an ended operation can still be found by its task id: an await may be told after the end it raced with, by a thread that was interrupted between the two.</summary>
    public required long GraceTicks { get; init; }

    /// <summary>How long an entry may stay open before its operations are charged like other open roots.</summary>
    public long MaximumEntryTicks { get; init; } = long.MaxValue;

    /// <summary>How often open roots are charged, so that long ones are seen before they end and hold little.</summary>
    public long SnapshotTicks { get; init; } = long.MaxValue;

    /// <summary>How many intervals may be kept, 24 bytes each. Beyond it open roots are charged, and then the oldest entries given up.</summary>
    public int MaximumIntervals { get; init; } = 4_000_000;

    /// <summary>How many operations, leaves and joins may be kept. Beyond it also the oldest operations that have not ended are given up.</summary>
    public int MaximumOperations { get; init; } = 2_000_000;

    /// <summary>How many events pass between two looks for what need not wait for its grace to be over; a power of two.</summary>
    public int RecycleEvery { get; init; } = 256;

    /// <summary>How many operations may begin in one entry before that is given up.</summary>
    public int MaximumPerEntry { get; init; } = 1_000_000;

    /// <summary>How soon after the end of a task <c>Task.WhenEach</c> hands it on.</summary>
    public long WhenEachTicks { get; init; } = 1_000_000;

    /// <summary>Which edges may be inferred that no event names.</summary>
    public EdgeRules Rules { get; init; } = EdgeRules.All;

    /// <summary>The limits of a recording: 50 ms of grace, snapshots each 10 s, entries of 5 minutes.</summary>
    /// <param name="ticksPerSecond">The clock of the events.</param>
    public static StitcherLimits OfClock(long ticksPerSecond) => new()
    {
        GraceTicks = ticksPerSecond / 20,
        WhenEachTicks = ticksPerSecond / 1000,
        SnapshotTicks = 10 * ticksPerSecond,
        MaximumEntryTicks = 300 * ticksPerSecond,
    };
}
