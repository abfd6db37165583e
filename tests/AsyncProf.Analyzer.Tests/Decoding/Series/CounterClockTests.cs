using AsyncProf.Decoding.Series;

namespace AsyncProf.Analyzer.Tests.Decoding.Series;

public class CounterClockTests
{
    private const long Second = 1000, Origin = 12_345;

    [Theory]
    [InlineData(50, -1)] // most of the second before it lies in the last one
    [InlineData(480, -1)]
    [InlineData(520, 0)]
    [InlineData(950, 0)]
    public void Place_AValueEachSecond_IsInTheSecondThatHoldsMoreOfIt(int phase, int shift)
    {
        var clock = new CounterClock(Second);
        for (int second = 3; second < 200; second++)
            Assert.Equal(second + shift, (clock.Place(Origin + (second * Second) + phase, Origin) - Origin) / Second);
    }

    [Fact]
    public void Place_ValuesThatAreLateByChance_NeverFallTwiceIntoOneSecond()
    {
        for (int phase = 0; phase < Second; phase += 10)
        {
            var clock = new CounterClock(Second);
            var random = new Random(phase);
            long[] seconds = [.. Enumerable.Range(2, 300).Select(second => (clock.Place(Origin + (second * Second) + phase + random.Next(-150, 151), Origin) - Origin) / Second)];
            Assert.Equal(Enumerable.Range(0, 300).Select(i => seconds[0] + i), seconds);
        }
    }

    [Fact]
    public void Place_AClockThatDrifts_MissesASecondOnlyWhereItHasDriftedAPart()
    {
        var clock = new CounterClock(Second);
        long[] seconds = [.. Enumerable.Range(2, 1000).Select(second => (clock.Place(Origin + (second * (Second + 1)), Origin) - Origin) / Second)];

        Assert.InRange(seconds.Zip(seconds.Skip(1)).Count(pair => pair.Second != pair.First + 1), 1, 3);
    }
}
