using AsyncProf.Cli.Recording;
using AsyncProf.Cli.Runs;
using AsyncProf.Recording;

namespace AsyncProf.Cli.Tests.Runs;

public class RunOrderTests
{
    [Fact]
    public void Of_TwoSides_GoesThereAndBack()
    {
        IEnumerable<RunStep> steps = RunOrder.Of([Side("base"), Side("head")], new RunCount(3, 0));

        Assert.Equal(
            ["run 1 of 6: base", "run 2 of 6: head", "run 3 of 6: head", "run 4 of 6: base", "run 5 of 6: base", "run 6 of 6: head"],
            steps.Select(step => step.Title));
        Assert.Equal([1, 1, 2, 2, 3, 3], steps.Select(step => step.Number));
    }

    [Fact]
    public void Of_TwoSidesWithWarmUps_WarmsBothUpFirst()
    {
        IEnumerable<RunStep> steps = RunOrder.Of([Side("base"), Side("head")], new RunCount(1, 1));

        Assert.Equal(["warm-up 1 of 2: base", "warm-up 2 of 2: head", "run 1 of 2: base", "run 2 of 2: head"], steps.Select(step => step.Title));
        Assert.Equal([true, true, false, false], steps.Select(step => step.IsWarmup));
    }

    [Fact]
    public void Of_OneSide_CountsItsRuns() =>
        Assert.Equal(["warm-up 1 of 2", "warm-up 2 of 2", "run 1 of 1"], RunOrder.Of([Side(null)], new RunCount(1, 2)).Select(step => step.Title));

    private static RunSide Side(string? name) => new(
        name, new RecordRequest(null, null, ["true"], null, false, null, RecordingSource.Auto, Subprocesses: false, TakesSamples: true), RunFiles.For(null, 1, force: false));
}
