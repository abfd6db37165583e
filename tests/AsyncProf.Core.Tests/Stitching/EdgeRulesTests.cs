using AsyncProf.Stitching.Records;
using AsyncProf.Testing;

namespace AsyncProf.Core.Tests.Stitching;

/// <summary>What is inferred only where its rule is on.</summary>
public class EdgeRulesTests
{
    [Fact]
    public void Pooled_SwitchedOff_LeavesTheAwaitUnknown()
    {
        // M, whose builder pools, awaits X; P awaits M.
        TraceBuilder trace = new TraceBuilder()
            .At(1).Begins("X").SomebodyAwaits("X").Begins("P")
            .On(2).At(15).Runs("X").Ends("X").Completes("X").Runs("P").Ends("P").Leaves().Leaves().Leaves();

        ProfileReading inferred = trace.Play();
        ProfileReading told = trace.Play(EdgeRules.All & ~EdgeRules.Pooled);

        inferred.Operation("P").Awaits("(pooled async method)");
        Assert.Equal(1, inferred.Counts.Pooled);
        told.Operation("P").Awaits("X"); // in whose completion it went on: all that is left to see
        Assert.Equal((0, 0), (told.Counts.Pooled, told.Counts.InferredBy(EdgeRule.Pooled)));
    }

    [Fact]
    public void Attached_SwitchedOff_LeavesTheChildARoot()
    {
        // D's code returns at 5; it ends with the task attached to it, at 10.
        TraceBuilder trace = new TraceBuilder()
            .At(1).Makes("D", "Task: Void D()").Queues("D")
            .On(2).At(2).Runs("D").Makes("Child", "Task: Void Child()").Queues("Child").At(5).Leaves()
            .On(3).At(6).Runs("Child").At(10).Ends("Child").Ends("D").Leaves();

        ProfileReading inferred = trace.Play();
        ProfileReading told = trace.Play(EdgeRules.All & ~EdgeRules.Attached);

        Assert.Equal(1, inferred.Counts.InferredBy(EdgeRule.Attached));
        Assert.Equal(0, told.Counts.InferredBy(EdgeRule.Attached));
        inferred.Operation("Void D()").Waiting(0);
        told.Operation("Void D()").Waiting(5).Awaits("await attached tasks");
    }
}
