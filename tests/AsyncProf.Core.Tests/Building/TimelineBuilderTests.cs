using AsyncProf.Building;
using AsyncProf.Profiles.Data;
using AsyncProf.Testing;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Core.Tests.Building;

public class TimelineBuilderTests
{
    private const long NsPerMs = 1_000_000;

    [Fact]
    public void Roots_ManyOfTwoNames_AreTheSlowestOfEachAndASampleOfAll()
    {
        Timeline timeline = Play([.. Enumerable.Range(0, 2000).Select(i => ("Often", i * 10L, (i * 10L) + 5)), .. Enumerable.Range(1, 20).Select(i => ("Rarely", i * 900L, (i * 901L)))]);

        Assert.Equal(2020, timeline.Seen);
        Assert.Equal([16, 17, 18, 19, 20], Slow(timeline, "Rarely").Select(root => root.DurationNs / NsPerMs));
        Assert.Equal(TimelineBuilder.SlowestOfName, Slow(timeline, "Often").Count());
        Assert.InRange(timeline.Roots.Count, TimelineBuilder.MostSampled, TimelineBuilder.MostSampled + (2 * TimelineBuilder.SlowestOfName));
        Assert.InRange(timeline.Roots.Count(root => root.StartNs < 10_000 * NsPerMs), TimelineBuilder.MostSampled * 4 / 10, TimelineBuilder.MostSampled * 6 / 10);
        Assert.Equal(timeline.Roots.OrderBy(root => root.StartNs).Select(root => root.StartNs), timeline.Roots.Select(root => root.StartNs));
    }

    [Fact]
    public void Roots_OfOneRecordingTwice_AreTheSame()
    {
        (string, long, long)[] roots = [.. Enumerable.Range(0, 1000).Select(i => ("Often", i * 10L, (i * 10L) + (i * 37 % 9)))];

        Assert.Equal(Play(roots).Roots.Select(root => root.StartNs), Play(roots).Roots.Select(root => root.StartNs));
    }

    [Fact]
    public void Root_OfMoreOperationsThanAreKept_KeepsTheLongestAndItsWholeTime()
    {
        SimTask[] loads = [];
        Timeline timeline = TimelineOf(Playback.Of(s =>
        {
            loads = [.. Enumerable.Range(0, 700).Select(i => s.Method($"Load{i % 7}", [new Step.Await(s.Delay(1 + (i % 7)))]))];
            return s.Method("Root", [.. loads.Select(load => new Step.Await(load))]);
        }));

        TimedRoot root = Assert.Single(timeline.Roots);
        Assert.Equal(RootKeeper.MostNodes, root.Nodes.Count);
        Assert.Equal(701 - RootKeeper.MostNodes, root.NodesLeftOut);
        Assert.DoesNotContain(root.Nodes, node => node.Frame.Name == "Load0");
        Assert.Equal(700 / 7 * 28 * NsPerMs, root.DurationNs);
        Assert.Equal(root.DurationNs, root.Time.TotalNs);
    }

    [Fact]
    public void Root_OfMorePiecesThanAreKept_TellsWhatTheOthersTook()
    {
        Timeline timeline = TimelineOf(Playback.Of(s => s.Method("Root", [.. Enumerable.Range(0, 800).SelectMany(_ => (Step[])[new Step.Await(s.Delay(2)), new Step.Burn(1)])])));

        TimedRoot root = Assert.Single(timeline.Roots);
        Assert.Equal(RootKeeper.MostPath, root.Path.Count);
        Assert.Equal(800 * NsPerMs, root.Time.RunningNs);
        Assert.Equal(600 * NsPerMs, root.LeftOut.RunningNs);
        Assert.Equal(root.DurationNs, root.Time.TotalNs);
    }

    [Fact]
    public void Loads_OfALongRecording_HaveFewStepsAndAllOfTheTime()
    {
        Timeline timeline = Play([.. Enumerable.Range(0, 50).Select(i => ("Often", i * 1000L, (i * 1000L) + 1500))]);

        RootLoad load = Assert.Single(timeline.Loads!);
        Assert.Equal(50 * 1500 * NsPerMs, load.Steps.Sum(step => step.TotalNs));
        Assert.InRange(load.Steps.Count, Timeline.MostSteps / 4, Timeline.MostSteps);
        Assert.Equal(50_500 * NsPerMs, timeline.DurationNs);
        Assert.Equal(1, load.Steps[0].TotalNs / timeline.StepNs); // one at a time at first, then two
        Assert.All(load.Steps.Skip(8).Take(40), step => Assert.InRange((double)step.TotalNs / timeline.StepNs, 1, 2));
    }

    [Fact]
    public void Roots_WithoutAnEnd_AreInTheLoadsAlone()
    {
        Timeline timeline = TimelineOf(new TraceBuilder().At(0).Makes("a", "Async: <Load>d__0").At(50).Makes("b", "Async: <Load>d__0").At(60).Ends("b").Play());

        Assert.Equal(50 * NsPerMs, Assert.Single(timeline.Roots).StartNs);
        Assert.Equal(70 * NsPerMs, timeline.Loads!.Sum(load => load.Steps.Sum(step => step.TotalNs)));
    }

    private static Timeline Play((string Method, long From, long To)[] roots)
    {
        var trace = new TraceBuilder();
        foreach ((long time, string task, string? begins) in roots.SelectMany((root, i) => ((long, string, string?)[])[(root.From, $"r{i}", root.Method), (root.To, $"r{i}", null)]).OrderBy(moment => moment.Item1))
        {
            trace.At(time);
            if (begins is not null)
                trace.Makes(task, $"Async: <{begins}>d__0");
            else
                trace.Ends(task);
        }

        return TimelineOf(trace.Play());
    }

    private static Timeline TimelineOf(ProfileReading reading) => Assert.IsType<Timeline>(reading.Profile.Data.Timeline);

    private static IEnumerable<TimedRoot> Slow(Timeline timeline, string name) => timeline.Roots.Where(root => root.IsSlow && root.Frame.Name == name);
}
