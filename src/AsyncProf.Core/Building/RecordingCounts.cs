using AsyncProf.Profiles;
using AsyncProf.Stitching.Records;

namespace AsyncProf.Building;

/// <summary>Tells in a profile what the stitcher counted.</summary>
internal static class RecordingCounts
{
    /// <summary>What the stitcher counted between two moments.</summary>
    public static RecordingInfo Between(StitcherCounts from, StitcherCounts to, TickClock clock)
    {
        long blocks = to.Blocks - from.Blocks;
        return new RecordingInfo
        {
            Events = to.Events - from.Events,
            Operations = to.Begun - from.Begun,
            Dispatches = to.Dispatches - from.Dispatches,
            UnmatchedDispatches = to.UnmatchedDispatches - from.UnmatchedDispatches,
            BegunBefore = to.BegunBefore - from.BegunBefore,
            Awaits = to.Awaits - from.Awaits,
            InferredEdges = to.InferredEdges - from.InferredEdges,
            InferredBy = Inferred(rule => to.InferredBy(rule) - from.InferredBy(rule)),
            ToldEdges = to.ToldEdges - from.ToldEdges,
            Blocks = blocks,
            InferredEndShare = blocks == 0 ? 0 : (double)(to.InferredEnds - from.InferredEnds) / blocks,
            MaybeReady = to.MaybeReady - from.MaybeReady,
            Unnamed = to.Pooled - from.Pooled,
            WrongYields = to.WrongYields - from.WrongYields,
            PrefixBlocks = to.PrefixBlocks - from.PrefixBlocks,
            PrefixBlockedNs = clock.ToNs(to.PrefixBlockedTicks - from.PrefixBlockedTicks),
            HandleWaits = Waits(to.HandleWaits - from.HandleWaits, to.OutsideHandleWaits - from.OutsideHandleWaits, to.UnmatchedHandleWaits - from.UnmatchedHandleWaits),
            GivenUp = to.GivenUp - from.GivenUp,
            EntriesGivenUp = to.EntriesGivenUp - from.EntriesGivenUp,
            Gaps = to.Gaps - from.Gaps,
            Unmatched = to.Unmatched + to.OutOfOrder - from.Unmatched - from.OutOfOrder,
        };
    }

    /// <summary>Where the runtime tells of waits, there are some: its own threads wait.</summary>
    private static HandleWaitInfo? Waits(long inOperations, long outside, long unmatched) => inOperations + outside + unmatched == 0 ? null : new HandleWaitInfo(inOperations, outside, unmatched);

    private static InferredEdgeCounts Inferred(Func<EdgeRule, long> count) => new()
    {
        Relay = count(EdgeRule.Relay),
        Iterator = count(EdgeRule.Iterator),
        Unwrap = count(EdgeRule.Unwrap),
        Worker = count(EdgeRule.Worker),
        Pooled = count(EdgeRule.Pooled),
        Attached = count(EdgeRule.Attached),
        Adjacent = count(EdgeRule.Adjacent),
        GaveUp = count(EdgeRule.GaveUp),
        WhenEach = count(EdgeRule.WhenEach),
        OtherWorker = count(EdgeRule.OtherWorker),
        Dataflow = count(EdgeRule.Dataflow),
    };
}
