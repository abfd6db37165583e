namespace Edges;

/// <summary>All patterns.</summary>
public static class Patterns
{
    /// <summary>Those that this runtime has.</summary>
    public static IReadOnlyList<Pattern> All { get; } =
    [
        Plain.PlainSequence.Pattern,
        Plain.PlainAll.Pattern,
        Plain.PlainAny.Pattern,
        Plain.PlainHot.Pattern,
        Plain.PlainValue.Pattern,

        Relays.WaitLimit.Pattern,
        Relays.WaitToken.Pattern,
        Relays.WaitBoth.Pattern,
        Relays.WaitProvider.Pattern,
        Relays.WaitProviderToken.Pattern,
        Relays.WaitResult.Pattern,
        Relays.WaitConfigured.Pattern,
        Relays.WaitValue.Pattern,
        Relays.WaitFailed.Pattern,
        Relays.WaitCanceled.Pattern,
        Relays.WaitTooLong.Pattern,
        Relays.WaitCancel.Pattern,
        Relays.WaitGiveUp.Pattern,
        Relays.WaitAll.Pattern,
        Relays.WaitAllToken.Pattern,
        Relays.WaitAllResults.Pattern,
        Relays.WaitAllTooLong.Pattern,
        Relays.WaitAllCancel.Pattern,
        Relays.WaitAny.Pattern,
        Relays.WaitAnyTooLong.Pattern,
        Relays.WaitInAll.Pattern,
        Relays.WaitInAny.Pattern,
        Relays.WaitTwice.Pattern,
        Relays.WaitOfWaiter.Pattern,
        Relays.WaitTree.Pattern,
        Relays.WaitRun.Pattern,
        Relays.WaitShared.Pattern,

        Loops.LoopLambda.Pattern,
        Loops.LoopMethod.Pattern,
        Loops.LoopDefault.Pattern,
        Loops.LoopUneven.Pattern,
        Loops.LoopSource.Pattern,
        Loops.LoopSourceLambda.Pattern,
        Loops.LoopNumbers.Pattern,
        Loops.LoopNumbersLambda.Pattern,
        Loops.LoopTwo.Pattern,
        Loops.LoopTwoLambdas.Pattern,
        Loops.LoopSame.Pattern,
        Loops.LoopWait.Pattern,

        Sequences.IterateOne.Pattern,
        Sequences.IterateDirect.Pattern,
        Sequences.IterateHandled.Pattern,
        Sequences.IterateTwo.Pattern,
        Sequences.IterateThree.Pattern,
        Sequences.IterateConfigured.Pattern,
        Sequences.IterateToken.Pattern,
        Sequences.IterateTask.Pattern,
        Sequences.IterateTaskWait.Pattern,
#if NET10_0_OR_GREATER
        Sequences.IterateLinq.Pattern,
#endif
#if NET10_0_OR_GREATER
        Sequences.IterateLinqAsync.Pattern,
#endif
#if NET10_0_OR_GREATER
        Sequences.IterateLinqList.Pattern,
#endif
#if NET9_0_OR_GREATER
        Sequences.EachOfThree.Pattern,
#endif
#if NET9_0_OR_GREATER
        Sequences.EachHandled.Pattern,
#endif
#if NET9_0_OR_GREATER
        Sequences.EachOfList.Pattern,
#endif

        Continuations.ContinueUnwrap.Pattern,
        Continuations.ContinueMethod.Pattern,
        Continuations.ContinueInline.Pattern,
        Continuations.ContinueAll.Pattern,
        Continuations.ContinueChain.Pattern,
        Continuations.ContinueSet.Pattern,
        Continuations.StartUnwrap.Pattern,
        Continuations.StartTwice.Pattern,
        Continuations.StartLong.Pattern,
        Continuations.RunLambda.Pattern,
        Continuations.RunMethod.Pattern,

        Blocks.BlockChain.Pattern,
        Blocks.BlockBounded.Pattern,
        Blocks.BlockLambdas.Pattern,

        Handovers.SourceInline.Pattern,
        Handovers.SourceQueued.Pattern,
        Handovers.Gate.Pattern,
        Handovers.GateLimit.Pattern,
        Handovers.Pipe.Pattern,
        Handovers.PipeInline.Pattern,
        Handovers.Ticks.Pattern,
        Handovers.Queue.Pattern,
        Handovers.CancelLater.Pattern,
        Handovers.Lazily.Pattern,
        Handovers.LazilyWait.Pattern,
        Handovers.Poll.Pattern,

        Mixed.MixDown.Pattern,
        Mixed.MixUp.Pattern,
        Mixed.MixAll.Pattern,
        Mixed.MixFail.Pattern,
        Mixed.MixPooled.Pattern,
        Mixed.MixSource.Pattern,
        Mixed.MixClient.Pattern,
        Mixed.MixReader.Pattern,

        Forgotten.VoidCall.Pattern,
        Forgotten.TimerStart.Pattern,
        Forgotten.ForgetLong.Pattern,
        Forgotten.ForgetShort.Pattern,
        Forgotten.ForgetAfter.Pattern,
        Forgotten.LongLoop.Pattern,

        Traps.LoserOnTick.Pattern,
        Traps.LoserOnTimer.Pattern,
        Traps.IgnoredWait.Pattern,
        Traps.IgnoredWaitNext.Pattern,
        Traps.RawCancel.Pattern,
        Traps.RawLog.Pattern,
        Traps.ForgetOnTick.Pattern,
        Traps.ForgetBeside.Pattern,
        Traps.ForgetBeforeSource.Pattern,
        Traps.SourceInLoop.Pattern,
        Traps.UnwrapOther.Pattern,
        Traps.TwoWaits.Pattern,
        Traps.TwinWaits.Pattern,
        Traps.BlockShared.Pattern,
#if NET9_0_OR_GREATER
        Traps.EachWithLoser.Pattern,
#endif
#if NET9_0_OR_GREATER
        Traps.EachWithIgnored.Pattern,
#endif
        Traps.SourceInIterator.Pattern,
        Traps.PipeInIterator.Pattern,
        Traps.Storm.Pattern,
        Traps.StormOfItems.Pattern,
    ];

    /// <summary>Those that a word names: <c>all</c>, <c>ordinary</c> or <c>hostile</c> without the long ones, or one by its name.</summary>
    public static IEnumerable<Pattern> Of(string word) => word switch
    {
        "all" => All.Where(pattern => !pattern.IsLong),
        "ordinary" => All.Where(pattern => !pattern.IsLong && !pattern.IsHostile),
        "hostile" => All.Where(pattern => !pattern.IsLong && pattern.IsHostile),
        _ => [All.Single(pattern => pattern.Name == word)],
    };
}
