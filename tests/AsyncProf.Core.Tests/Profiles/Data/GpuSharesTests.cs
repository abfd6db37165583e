using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Core.Tests.Profiles.Data;

public class GpuSharesTests
{
    private const long Ms = 1_000_000;

    private static readonly Frame[] Stacks = [Method("Run"), Method("Block"), Wait("Gate.WaitAsync"), Wait("Task.Delay"), Wait("Other.WaitAsync")];

    [Fact]
    public void Of_LessThanWhatRan_IsThatOfWhoRan() =>
        Assert.Equal([(0, 150), (1, 50)], Of([20], [[Ran(0, 600), new StackShare(1, new TimeByState(0, 0, 0, 200 * Ms)), Waited(2, 1000)]]));

    [Fact]
    public void Of_MoreThanWhatRan_IsThatOfTheWaitsButTimers() =>
        Assert.Equal([(2, 600), (4, 200), (0, 100)], Of([90], [[Ran(0, 100), Waited(2, 900), Waited(3, 1000), Waited(4, 300)]]));

    [Fact]
    public void Of_MoreThanWhatRanAndNobodyWaits_IsThatOfWhoRan() => Assert.Equal([(0, 500)], Of([50], [[Ran(0, 100), Waited(3, 1000)]]));

    [Fact]
    public void Of_TwoProcessorsAndSeveralSeconds_AddsUp() => Assert.Equal([(0, 2_500)], Of([200, double.NaN, 50], [[Ran(0, 10)], [Ran(0, 10)], [Ran(0, 1000)]]));

    [Fact]
    public void Of_NoProcessorOrNobodyThere_IsNothing()
    {
        Assert.Empty(Of([0], [[Ran(0, 10)]]));
        Assert.Empty(Of([50], [[]]));
        Assert.Empty(Of([50], [[Waited(3, 1000)]]));
        Assert.Empty(Of(null, [[Ran(0, 10)]]));
    }

    private static (int Stack, long Ms)[] Of(double[]? busy, StackShare[][] byStep) => [.. GpuShares.Of(new TimeSeries(TimeSeries.Second, byStep.Length)
    {
        Measures = busy is null ? [] : [new MeasuredValues(SeriesMeasure.Gpu, busy)],
        Pauses = [],
        PauseCount = 0,
        PausedNs = 0,
        Stacks = [.. Stacks.Select(frame => new[] { Stacks[0], frame })],
        ByStep = byStep,
    }).Select(share => (share.Stack, share.GpuNs / Ms))];

    private static StackShare Ran(int stack, long ms) => new(stack, new TimeByState(ms * Ms, 0, 0, 0));

    private static StackShare Waited(int stack, long ms) => new(stack, new TimeByState(0, ms * Ms, 0, 0));

    private static Frame Method(string name) => new(FrameKind.Method, name, false);

    private static Frame Wait(string target) => Frame.OfWait(WaitKind.Named, target);
}
