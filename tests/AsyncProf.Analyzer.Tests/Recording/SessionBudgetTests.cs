using AsyncProf.Recording.Attaching;

namespace AsyncProf.Analyzer.Tests.Recording;

/// <summary>When a process is recorded over EventPipe within a budget, on a virtual clock of microseconds, decided on every 50 ms.</summary>
public class SessionBudgetTests
{
    private const long Second = 1_000_000, Step = Second / 20;

    [Fact]
    public void Decide_OfAProcessThatSendsLittle_RecordsAllTheTime()
    {
        (double observed, int sessions, _, _) = Run(0.03, 2, 600, bytesPerSecond: 1_000_000); // 0.044 of 0.06

        Assert.Equal((1, 1), (observed, sessions));
    }

    [Theory]
    [InlineData(0.03, 2, 5_000_000)]
    [InlineData(0.03, 8, 50_000_000)]
    [InlineData(0.1, 1, 10_000_000)]
    public void Decide_OfAProcessThatSendsMuch_StaysWithinTheBudgetAndUsesIt(double share, double cores, double bytesPerSecond)
    {
        const int Seconds = 1000;
        (double observed, int sessions, double bytes, double longestPause) = Run(share, cores, Seconds, bytesPerSecond);

        double cost = (bytes * SessionBudget.SecondsOfAByte) + (sessions * SessionBudget.SecondsOfASession);
        Assert.InRange(cost, share * cores * Seconds * 0.85, share * cores * (Seconds + 10) * 1.1);
        Assert.InRange(observed, 0.01, 0.9);
        Assert.InRange(longestPause, 0.1, 10);
    }

    [Fact]
    public void Decide_WhereNotEvenTheShortestWindowFits_RecordsOnceInTenSeconds()
    {
        (double observed, _, _, double longestPause) = Run(0.001, 1, 1000, bytesPerSecond: 50_000_000);

        Assert.InRange(longestPause, 5, 10);
        Assert.InRange(observed, 0.025, 0.04);
    }

    private static (double Observed, int Sessions, double Bytes, double LongestPause) Run(double share, double cores, int seconds, double bytesPerSecond)
    {
        var budget = new SessionBudget(share, cores, Second, new Random(7), start: 0);
        (double bytes, int sessions, long open, long since, long longest, bool isOpen) = (0, 1, 0, 0, 0, true);
        for (long now = Step; now <= seconds * Second; now += Step)
        {
            if (isOpen)
            {
                bytes += bytesPerSecond * Step / Second;
                open += Step;
            }

            bool may = budget.Decide(now, (long)bytes, sessions);
            if (may && !isOpen)
            {
                sessions++;
                longest = Math.Max(longest, now - since);
            }
            else if (!may && isOpen)
            {
                since = now;
            }

            isOpen = may;
        }

        return ((double)open / (seconds * Second), sessions, bytes, (double)longest / Second);
    }
}
