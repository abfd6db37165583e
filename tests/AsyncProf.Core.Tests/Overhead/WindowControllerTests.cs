using AsyncProf.Overhead;

namespace AsyncProf.Core.Tests.Overhead;

/// <summary>Simulated services on a virtual clock of microseconds, decided on every 20 ms.</summary>
public class WindowControllerTests
{
    private const long Second = 1_000_000, Step = Second / 50;

    [Fact]
    public void Decide_WhereCaptureCostsLessThanTheBudget_NeverCloses()
    {
        Simulated run = Run(share: 0.03, cores: 2, seconds: 600, _ => 0.059);

        Assert.Equal(1, run.ObservedShare);
        Assert.Equal(0.0295, run.UsedShare, 3);
    }

    [Theory]
    [InlineData(0.03, 2, 0.6)]
    [InlineData(0.03, 2, 0.07)]
    [InlineData(0.03, 16, 5)]
    [InlineData(0.1, 0.5, 0.2)]
    [InlineData(0.02, 2, 0.8)]
    public void Decide_UnderASteadyLoad_UsesTheBudgetAndNoMore(double share, double cores, double cost)
    {
        Simulated run = Run(share, cores, 1000, _ => cost);

        double expected = share * cores / cost;
        Assert.InRange(run.ObservedShare, expected * 0.85, expected * 1.1);
        Assert.InRange(run.Cost, 0, (share * cores * 1010) + (cost * Step / Second * run.Windows));
        Assert.InRange(run.LongestPause, 0, WindowController.Period);
        Assert.InRange(run.ShortestWindow, WindowController.Shortest, double.MaxValue);
    }

    [Fact]
    public void Decide_WhereNotEvenTheShortestWindowFits_StillOpensOneInTenSeconds()
    {
        Simulated run = Run(share: 0.001, cores: 1, seconds: 1000, _ => 0.9);

        Assert.InRange(run.LongestPause, 0, WindowController.Period);
        Assert.InRange(run.ObservedShare, 0.025, 0.032); // a quarter of a second each eight to ten
    }

    [Fact]
    public void Decide_WhereRequestsAreLong_SavesForLongerWindows()
    {
        Simulated brief = Run(0.03, 16, 1000, _ => 4, requestSeconds: 0.001), slow = Run(0.03, 16, 1000, _ => 4, requestSeconds: 0.1);

        Assert.InRange(brief.ObservedShare, 0.1, 0.14);
        Assert.InRange(slow.ObservedShare, 0.1, 0.14);
        Assert.InRange(slow.SecondsOfAWindow, 1.5 * brief.SecondsOfAWindow, double.MaxValue);
    }

    [Fact]
    public void Decide_AfterTheLoadHasGone_IsOpenAllTheTime()
    {
        Simulated run = Run(0.03, 2, 200, time => time < 100 ? 0.8 : 0.01);

        Assert.True(run.IsOpen);
        Assert.InRange(run.LastOpened, 0, 110);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Decide_UnderALoadThatChanges_StaysWithinTheBudget(int seed)
    {
        var load = new Random(seed);
        double level = 0.5;
        Simulated run = Run(0.03, 2, 2000, _ => level = Math.Clamp(level + ((load.NextDouble() - 0.5) / 10), 0.001, 1.5), seed: seed);

        double least = 2000 / WindowController.Period * WindowController.Shortest * 1.5;
        Assert.InRange(run.Cost, 0, (0.06 * 2010) + least);
        Assert.InRange(run.LongestPause, 0, WindowController.Period);
    }

    [Fact]
    public void Decide_OfTwoProcessesStartedTogether_DoesNotStayInStep()
    {
        Simulated one = Run(0.03, 2, 100, _ => 0.6, seed: 1), other = Run(0.03, 2, 100, _ => 0.6, seed: 2);

        Assert.NotEqual(one.Openings, other.Openings);
        double[] pauses = [.. one.Openings.Zip(one.Openings.Skip(1), (from, to) => Math.Round(to - from, 2))];
        Assert.InRange(pauses.Distinct().Count(), pauses.Length / 2, pauses.Length);
    }

    [Fact]
    public void Decide_WhereTheBuffersFillUp_ClosesAtOnceAndWaitsUntilTheyAreEmpty()
    {
        var controller = new WindowController(0.5, 2, Second, new Random(1), 0);

        Assert.True(controller.Decide(new(Step, 0, 0.4, 0)));
        Assert.False(controller.Decide(new(2 * Step, 0, 0.6, 0)));
        Assert.Equal(1, controller.Shed);
        Assert.False(controller.Decide(new(30 * Second, 0, 0.3, 0)));
        Assert.True(controller.Decide(new(31 * Second, 0, 0.1, 0)));
    }

    private static Simulated Run(double share, double cores, int seconds, Func<double, double> cost, double requestSeconds = 0.01, int seed = 7)
    {
        var controller = new WindowController(share, cores, Second, new Random(seed), 0);
        var run = new Simulated(cores);
        for (long now = Step; now <= seconds * Second; now += Step)
        {
            double load = cost((double)now / Second);
            run.Pass((double)Step / Second, load);
            run.Turn((double)now / Second, controller.Decide(new(now, run.Cost, 0, requestSeconds)));
        }

        return run;
    }

    private sealed class Simulated(double cores)
    {
        private double _time, _open, _since;

        public double Cost { get; private set; }

        public bool IsOpen { get; private set; } = true;

        public double LongestPause { get; private set; }

        public double ShortestWindow { get; private set; } = double.MaxValue;

        public List<double> Openings { get; } = [];

        public int Windows => Openings.Count + 1;

        public double LastOpened => Openings.LastOrDefault();

        public double ObservedShare => _open / _time;

        public double UsedShare => Cost / _time / cores;

        public double SecondsOfAWindow => _open / Windows;

        public void Pass(double seconds, double load)
        {
            _time += seconds;
            if (!IsOpen)
                return;
            _open += seconds;
            Cost += load * seconds;
        }

        public void Turn(double now, bool open)
        {
            if (open == IsOpen)
                return;
            if (open)
            {
                LongestPause = Math.Max(LongestPause, now - _since);
                Openings.Add(now);
            }
            else
            {
                ShortestWindow = Math.Min(ShortestWindow, now - _since + 1e-6);
            }

            (IsOpen, _since) = (open, now);
        }
    }
}
