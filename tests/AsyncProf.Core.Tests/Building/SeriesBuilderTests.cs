using AsyncProf.Building;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Metadata;
using AsyncProf.Testing;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Core.Tests.Building;

public class SeriesBuilderTests
{
    private const long Second = Playback.Virtual;

    private readonly SeriesBuilder _builder = new(new TickClock(Playback.Virtual)) { Origin = 5 * Second };

    [Fact]
    public void Add_OneValueASecond_StandsInItsSecond()
    {
        _builder.Add(SeriesMeasure.WorkingSet, (5 * Second) + 500, 10);
        _builder.Add(SeriesMeasure.WorkingSet, (7 * Second) + 500, 30);

        TimeSeries series = Freeze(8 * Second);

        Assert.Equal((TimeSeries.Second, 3), (series.StepNs, series.Steps));
        Assert.Equal([10, double.NaN, 30], series[SeriesMeasure.WorkingSet]!.Values);
        Assert.Equal(2, series.Memory!.PeakStep);
        Assert.Null(series[SeriesMeasure.Cpu]);
    }

    [Fact]
    public void Add_MoreSecondsThanSteps_HalvesAndKeepsTheMostOfALevelAndTheAverageOfARate()
    {
        const int Seconds = (TimeSeries.MostSteps * 3) + 1;
        for (int second = 0; second < Seconds; second++)
        {
            _builder.Add(SeriesMeasure.WorkingSet, ((5 + second) * Second) + 1, second == 4001 ? 1000 : 1);
            _builder.Add(SeriesMeasure.Allocated, ((5 + second) * Second) + 1, second % 4);
        }

        TimeSeries series = Freeze((5 + Seconds) * Second);

        Assert.Equal((4 * TimeSeries.Second, (Seconds / 4) + 1), (series.StepNs, series.Steps));
        Assert.Equal(4000 / 4, series.Memory!.PeakStep);
        Assert.Equal(1000, series.Memory.Values[1000]);
        Assert.Equal(1, series.Memory.Values[999]);
        Assert.Equal(1.5, series[SeriesMeasure.Allocated]!.Values[500]);
        Assert.True(_builder.KeptBytes < 1 << 20);
    }

    [Fact]
    public void AddPause_AcrossTwoSeconds_IsSharedAndCountedOnce()
    {
        _builder.AddPause((5 * Second) + 900, (6 * Second) + 300, 2);
        _builder.AddPause((6 * Second) + 500, (6 * Second) + 600, 0);

        TimeSeries series = Freeze(7 * Second);

        Assert.Equal([10, 40], series[SeriesMeasure.GcPaused]!.Values);
        Assert.Equal([1, 1], series[SeriesMeasure.GcPauses]!.Values);
        Assert.Equal((2, 500_000_000), (series.PauseCount, series.PausedNs));
        Assert.Equal([new GcPause(900_000_000, 400_000_000, 2), new GcPause(1_500_000_000, 100_000_000, 0)], series.Pauses);
    }

    [Fact]
    public void AddPause_MoreThanAreKept_KeepsTheLongest()
    {
        for (int i = 0; i < TimeSeries.MostPauses + 500; i++)
            _builder.AddPause((5 * Second) + (i * 2_000), (5 * Second) + (i * 2_000) + i + 1, 0);

        TimeSeries series = Freeze(4_000 * Second);

        Assert.Equal(TimeSeries.MostPauses, series.Pauses.Count);
        Assert.Equal(501 * 1_000_000, series.Pauses.Min(pause => pause.Ns));
        Assert.Equal(1_500, series.PauseCount);
    }

    [Fact]
    public void Freeze_OfMoreThanNanosecondsCanTell_IsNothing()
    {
        var builder = new SeriesBuilder(new TickClock(1));
        builder.Add(SeriesMeasure.Cpu, 1L << 58, 1);

        Assert.Null(Freeze(builder, 1L << 58));
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    [InlineData(0)]
    public void Add_AMomentThatCannotBe_IsBounded(long time)
    {
        _builder.Add(SeriesMeasure.Cpu, time, 1);
        _builder.AddPause(time, long.MaxValue, 0);

        Assert.InRange(Freeze(8 * Second).Steps, 1, TimeSeries.MostSteps);
    }

    [Fact]
    public void Freeze_OfAProgram_TellsWhichStacksRanAndWaitedInWhichSecond()
    {
        TimeSeries series = SeriesOf(s => s.Method("Root", [new Step.Await(s.Delay(1499)), new Step.Burn(700), new Step.Await(s.Method("Child", [new Step.Await(s.Delay(1000)), new Step.Burn(800)]))]));

        Assert.Equal([("Root>await Task.Delay", 999)], In(series, 0, time => time.WaitingNs));
        Assert.Equal([("Root", 500)], In(series, 1, time => time.RunningNs));
        Assert.Equal([("Root", 200)], In(series, 2, time => time.RunningNs));
        Assert.Equal([("Root>Child", 800)], In(series, 3, time => time.RunningNs));
        Assert.Equal([0, 0.5, 0.2, 0.8], series[SeriesMeasure.Running]!.Values.Take(4).Select(value => Math.Round(value, 3)));
    }

    [Fact]
    public void Freeze_OfRandomPrograms_HasAllOfTheTaskTime()
    {
        for (int seed = 0; seed < 30; seed++)
        {
            AsyncProfile profile = Playback.OfRandom(seed);
            TimeSeries series = profile.Data.Timeline!.Series!;
            double lengthNs = profile.Data.Timeline.DurationNs;
            double Sum(SeriesMeasure measure) => series[measure]!.Values.Select((value, step) => value * Math.Min(series.StepNs, lengthNs - (step * series.StepNs))).Sum();

            Assert.Equal(profile.Tree.TaskTotal.RunningNs, Sum(SeriesMeasure.Running), 1.0);
            Assert.Equal(profile.Tree.TaskTotal.WaitingNs, Sum(SeriesMeasure.Waiting), 1.0);
            Assert.Equal(profile.Tree.TaskTotal.ReadyNs, Sum(SeriesMeasure.Ready), 1.0);
            Assert.Equal(profile.Tree.TaskTotal.BlockedNs, Sum(SeriesMeasure.Blocked), 1.0);
        }
    }

    private static (string Stack, long Ms)[] In(TimeSeries series, int step, Func<TimeByState, long> time) =>
        [.. series.ByStep[step].Where(share => time(share.Time) > 0).Select(share => (string.Join('>', series.Stacks[share.Stack].Select(frame => frame.Name)), time(share.Time) / 1_000_000))];

    private static TimeSeries SeriesOf(Func<Simulator, SimTask> program) => Playback.Of(program).Profile.Data.Timeline!.Series!;

    private static TimeSeries? Freeze(SeriesBuilder builder, long end)
    {
        var names = new NameTable();
        return builder.Freeze(new FrameTable(names, new MethodTable(names, new MetadataIndex())), [new StackNode(-1, 0)], end);
    }

    private TimeSeries Freeze(long end) => Freeze(_builder, end)!;
}
