using AsyncProf.Attribution;

namespace AsyncProf.Core.Tests.Attribution;

public class PauseListTests
{
    [Fact]
    public void Within_RandomPauses_IsWhatCountingTicksSays()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var pauses = new PauseList();
            var isPaused = new bool[400];
            long at = 0;
            while ((at += random.Next(1, 40)) < 330)
            {
                long to = at + random.Next(1, 30);
                pauses.Add(at, to);
                Array.Fill(isPaused, true, (int)at, (int)(to - at));
                at = random.Next(4) == 0 ? at : to; // some say that they begin before the last has ended
            }

            if (random.Next(2) == 0)
            {
                pauses.OpenSince = Math.Min(370, at);
                Array.Fill(isPaused, true, (int)pauses.OpenSince, 400 - (int)pauses.OpenSince);
            }

            for (int i = 0; i < 300; i++)
            {
                int from = random.Next(400), to = random.Next(from, 400);
                int expected = isPaused.AsSpan(from, to - from).Count(true);
                Assert.Equal(expected, pauses.Within(from, to));
                Assert.Equal(expected > 0, pauses.Any(from, to) && expected > 0);
                Assert.True(expected == 0 || pauses.Any(from, to));
            }
        }
    }

    [Fact]
    public void Add_MoreThanAreKept_ForgetsTheOldest()
    {
        var pauses = new PauseList(most: 100);
        for (int i = 0; i < 1_000; i++)
            pauses.Add(i * 10, (i * 10) + 5);

        Assert.Equal(0, pauses.Within(0, 100));
        Assert.Equal(50, pauses.Within(9_900, 10_000));
        Assert.InRange(pauses.KeptBytes, 1, 200 * 24);
    }

    [Fact]
    public void Within_NoPauseOrNoTime_IsNothing()
    {
        var pauses = new PauseList();
        Assert.Equal(0, pauses.Within(0, long.MaxValue));
        Assert.False(pauses.Any(0, long.MaxValue));
        pauses.Add(10, 20);
        Assert.Equal(0, pauses.Within(15, 15));
        Assert.Equal(0, pauses.Within(20, 30));
        Assert.Equal(10, pauses.Within(long.MinValue, long.MaxValue));
    }
}
