using AsyncProf.Events;
using AsyncProf.Findings;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Stitching.Records;
using AsyncProf.Testing;
using AsyncProf.Testing.Scenarios;

namespace AsyncProf.Analyzer.Tests.Findings;

public class UnknownAwaiterTests
{
    [Fact]
    public void AwaiterUnknown_OfMuchOfTheTaskTime_NamesTheCallsAndWhatToDo()
    {
        Finding finding = Assert.Single(FindingRules.Find(Playback.Of(ScenarioPrograms.WhenEach, rules: EdgeRules.All & ~EdgeRules.WhenEach).Profile), found => found.Id == "awaiter-unknown");

        Assert.Equal(Severity.Info, finding.Severity);
        Assert.Contains("AsyncSleep (3 calls, ", finding.Evidence, StringComparison.Ordinal);
        Assert.Contains("--exact-edges", finding.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, false)]
    [InlineData(11, true)]
    public void AwaiterUnknown_FromOnePerCentOfTheTaskTimeOn_IsSaid(long thousandths, bool isSaid) =>
        Assert.Equal(isSaid, FindingRules.Find(Profile(thousandths)).Any(found => found.Id == "awaiter-unknown"));

    [Fact]
    public void FireAndForget_OfWhatSomebodyAwaitedWhomNothingNames_IsNone() =>
        Assert.DoesNotContain(FindingRules.Find(Profile(500)), found => found.Id == "fire-and-forget");

    [Theory]
    [InlineData("System.Threading.Tasks.Dataflow.Internal.TargetCore`1.ProcessAsyncIfNecessary_Slow.lambda", false)]
    [InlineData("ProcessAsyncIfNecessary_Slow.lambda (ambiguous)", false)]
    [InlineData("Shop.Orders.Accept", true)]
    public void FireAndForget_OfWhatADataflowBlockBegan_IsNone(string starter, bool isFound)
    {
        var builder = new ProfileDataBuilder();
        Add(builder, "Shop.Orders.Transform.lambda", AwaitedBy.Parent, 10);
        builder.Note(new SpawnKey(FrameKind.Method, starter, "Shop.Orders.Transform.lambda"), new SpawnSums(1, 0, 1, 0, 10_000_000));

        Assert.Equal(isFound, FindingRules.Find(new AsyncProfile(new RecordingInfo { Events = 1 }, builder.Build())).Any(found => found.Id == "fire-and-forget"));
    }

    [Theory]
    [InlineData("ForEachAsync.lambda")]
    [InlineData("ForAsync.lambda")]
    [InlineData("System.Threading.Tasks.Parallel.ForEachAsync.lambda")]
    public void FireAndForget_OfAWorkerOfAParallelLoop_IsNone(string worker)
    {
        var builder = new ProfileDataBuilder();
        Add(builder, worker, AwaitedBy.Parent, 10);

        Assert.DoesNotContain(FindingRules.Find(new AsyncProfile(new RecordingInfo { Events = 1 }, builder.Build())), found => found.Id == "fire-and-forget");
    }

    /// <summary>A second of task time, so many thousandths of it a detached call's after which somebody went on.</summary>
    private static AsyncProfile Profile(long thousandths)
    {
        var builder = new ProfileDataBuilder();
        Add(builder, "Shop.Fetch", AwaitedBy.Unknown, thousandths);
        Add(builder, "Shop.Other", AwaitedBy.Nobody, 1000 - thousandths);
        return new AsyncProfile(new RecordingInfo { Events = 1 }, builder.Build());
    }

    private static void Add(ProfileDataBuilder builder, string method, AwaitedBy awaited, long ms)
    {
        var time = new TimeByState(ms * 1_000_000, 0, 0, 0);
        RootKind kind = method == "Shop.Other" ? RootKind.Operation : RootKind.Detached;
        int stack = builder.Intern(0, builder.Intern(new Frame(FrameKind.Method, method, Frame.LooksFramework(method))));
        builder.Add(new StackCharge(stack, new ChargeTags(kind, OperationStatus.Completed, awaited, 100), new Measures(1, time.TotalNs, time, time)));
    }
}
