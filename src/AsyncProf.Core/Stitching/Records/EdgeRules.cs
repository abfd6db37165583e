namespace AsyncProf.Stitching.Records;

/// <summary>Which edges may be inferred.</summary>
[Flags]
internal enum EdgeRules
{
    /// <summary>Only what events say.</summary>
    None = 0,
    Relay = 1 << EdgeRule.Relay,
    Iterator = 1 << EdgeRule.Iterator,
    Unwrap = 1 << EdgeRule.Unwrap,
    Worker = 1 << EdgeRule.Worker,
    GaveUp = 1 << EdgeRule.GaveUp,
    WhenEach = 1 << EdgeRule.WhenEach,
    OtherWorker = 1 << EdgeRule.OtherWorker,
    Dataflow = 1 << EdgeRule.Dataflow,
    Pooled = 1 << EdgeRule.Pooled,
    Attached = 1 << EdgeRule.Attached,
    Adjacent = 1 << EdgeRule.Adjacent,

    /// <summary>Those that are right but for programs in which somebody's task is completed as the very last act; <c>docs/engine.md</c> names them.</summary>
    Sure = Relay | Iterator | Unwrap | Worker | Pooled | Attached | Adjacent,

    /// <summary>Those that name a wrong edge in some program that was written to mislead them.</summary>
    Likely = GaveUp | WhenEach | OtherWorker | Dataflow,
    All = Sure | Likely,
}
