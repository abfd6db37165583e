using System.Diagnostics;
using AsyncProf.Engine;

namespace AsyncProf.Runtime.Tests.Engine;

/// <summary>The engine sleeps long, but not while something is due.</summary>
public class CyclePauseTests
{
    private static readonly TimeSpan Never = TimeSpan.FromHours(1), Patience = TimeSpan.FromSeconds(30);

    private readonly CyclePause _pause = new();

    [Fact]
    public void Sleep_UntilAMoment_LastsUntilThen()
    {
        long until = After(TimeSpan.FromMilliseconds(30));

        _pause.Sleep(until, () => long.MaxValue);

        Assert.True(Stopwatch.GetTimestamp() >= until);
    }

    [Fact]
    public void Sleep_WithSomethingDueBefore_EndsThen()
    {
        long due = After(TimeSpan.FromMilliseconds(30));

        Assert.True(Ends(() => _pause.Sleep(After(Never), () => due)));
        Assert.True(Stopwatch.GetTimestamp() >= due);
    }

    [Fact]
    public void Shorten_WhileItSleeps_AsksAgainWhatIsDue()
    {
        long due = long.MaxValue;
        using var asked = new ManualResetEventSlim();
        var sleeper = new Thread(() => _pause.Sleep(After(Never), () =>
        {
            asked.Set();
            return Volatile.Read(ref due);
        }));
        sleeper.Start();
        Assert.True(asked.Wait(Patience));

        Volatile.Write(ref due, 0);
        _pause.Shorten();

        Assert.True(sleeper.Join(Patience));
    }

    [Fact]
    public void End_BeforeOrWhileItSleeps_EndsIt()
    {
        _pause.End();
        Assert.True(Ends(() => _pause.Sleep(After(Never), () => long.MaxValue)));

        var sleeper = new Thread(() => _pause.Sleep(After(Never), () => long.MaxValue));
        sleeper.Start();
        _pause.End();

        Assert.True(sleeper.Join(Patience));
    }

    private static long After(TimeSpan time) => Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);

    private static bool Ends(Action sleep)
    {
        var sleeper = new Thread(() => sleep()) { IsBackground = true };
        sleeper.Start();
        return sleeper.Join(Patience);
    }
}
