using AsyncProf.Decoding;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Analyzer.Tests.Decoding;

public class BelievableTimesTests
{
    [Fact]
    public void Of_TimesThatAddUpToMoreThanANumberHolds_IsRefused()
    {
        Assert.Equal(2, BelievableTimes.Of(() => Profile(long.MaxValue / 3)).Methods.Count);
        Assert.Throws<InvalidDataException>(() => BelievableTimes.Of(() => Profile(long.MaxValue / 3 * 2)));
    }

    [Fact]
    public void Of_AnOverflowOnTheWay_IsRefused() => Assert.Throws<InvalidDataException>(() => BelievableTimes.Of(() => throw new OverflowException()));

    /// <summary>A profile of two stacks with half of the time each, on both axes together.</summary>
    private static AsyncProfile Profile(long ns)
    {
        var builder = new ProfileDataBuilder();
        foreach (string method in (string[])["A", "B"])
        {
            var time = new TimeByState(ns / 2, 0, 0, 0);
            builder.Add(new StackCharge(builder.Intern(0, builder.Intern(new Frame(FrameKind.Method, method, false))), default, new Measures(0, 0, time, time)));
        }

        return new AsyncProfile(new RecordingInfo(), builder.Build());
    }
}
