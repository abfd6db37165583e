using AsyncProf.Usage;

namespace AsyncProf.Agent.Tests.Usage;

/// <summary>What is told of a thread's use, on threads of the test's own.</summary>
public class ThreadUseTests
{
    private static object? s_kept;

    [Fact]
    public void TakeAllocated_OfWhatIsAllocatedInBetween_IsExactlyThat() => OnThread(static () =>
    {
        var use = new ThreadUse();
        long first = use.TakeAllocated(1); // only says where it begins
        s_kept = new byte[1000];
        long allocated = use.TakeAllocated(1), again = use.TakeAllocated(1);
        s_kept = new byte[1000];
        long other = use.TakeAllocated(2); // what came before it is measured belongs to nothing
        Assert.Equal((0, 1024, 0, 0), (first, allocated, again, other));
    });

    [Fact]
    public void TakeAllocated_OfWhatTracingAllocated_LeavesThatOut() => OnThread(static () =>
    {
        var use = new ThreadUse();
        use.TakeAllocated(1);
        s_kept = new byte[1000];
        use.Traced(24);
        Assert.Equal(1000, use.TakeAllocated(1));
        Assert.Equal(24, use.Tracing);
    });

    [Fact]
    public void TakeAllocated_OfTracingThatWasAheadOfIt_IsNeverNegative() => OnThread(static () =>
    {
        var use = new ThreadUse();
        use.TakeAllocated(1);
        use.Traced(1500);
        s_kept = new byte[1000];
        long first = use.TakeAllocated(1);
        s_kept = new byte[1000];
        long second = use.TakeAllocated(1);
        Assert.Equal((0, 2048 - 1500, 1500), (first, second, use.Tracing));
    });

    [Fact]
    public void IsCompleting_OfWorkInsideWork_IsTheInnermosts()
    {
        var use = new ThreadUse();
        Assert.True(use.IsOutside);
        use.Enter(completes: false, traced: 0);
        use.Enter(completes: true, traced: 0);
        Assert.True(use.IsCompleting);
        use.Enter(completes: false, traced: 0);
        Assert.False(use.IsCompleting);
        Assert.False(use.IsOutside);
        use.Leave(completes: false, traced: 0);
        Assert.True(use.IsCompleting);
        use.Leave(completes: true, traced: 0);
        use.Leave(completes: false, traced: 0);
        use.Leave(completes: false, traced: 0); // what began before
        Assert.True(use.IsOutside);
    }

    [Fact]
    public void TryTakeCpu_OfSpinningAndSleeping_TellsThemApart() => OnThread(static () =>
    {
        if (!ThreadTimes.IsSupported)
            return; // elsewhere it is refused before it begins
        var use = new ThreadUse();
        use.TryTakeCpu(1, out _);
        for (int attempt = 1; ; attempt++)
        {
            long before = System.Diagnostics.Stopwatch.GetTimestamp(), until = Environment.TickCount64 + 100;
            while (Environment.TickCount64 < until)
                ;
            Assert.True(use.TryTakeCpu(1, out CpuShare spun));
            double passed = System.Diagnostics.Stopwatch.GetElapsedTime(before).TotalNanoseconds;
            Thread.Sleep(100);
            use.TryTakeCpu(1, out CpuShare slept);

            if (spun.Cpu + spun.Preempted < 85_000_000 && attempt < 4)
                continue; // other tests had garbage collected, for which all threads are held
            Assert.InRange(spun.Cpu + spun.Preempted, 85_000_000, passed + 20_000_000);
            Assert.InRange(slept.Cpu, 0, 10_000_000);
            return;
        }
    });

    [Fact]
    public void TakeUpTo_OfMoreThanAnEventHolds_IsAllOfIt()
    {
        var use = new ThreadUse();
        CpuShare used = use.TakeUpTo(new ThreadTimesReading { CpuNs = 10_000_000_000, SystemNs = 11_000_000_000, PreemptedNs = 20_000_000_000 });
        CpuShare rest = use.TakeUpTo(new ThreadTimesReading { CpuNs = 10_000_000_001, SystemNs = 11_000_000_000, PreemptedNs = 20_000_000_000 });

        Assert.Equal((10_000_000_000, 10_000_000_000, 20_000_000_000), (used.Cpu, used.System, used.Preempted));
        Assert.Equal((1, 1, 0), (rest.Cpu, rest.System, rest.Preempted));
    }

    [Theory]
    [InlineData("1383176649 668710898 234\n", 668710898)]
    [InlineData("1 2", 2)]
    [InlineData("0 0 0\n", 0)]
    [InlineData("", 0)]
    [InlineData("x", 0)]
    [InlineData("1 x", 0)]
    [InlineData("1 99999999999999999999999999 3", 999999999999999999)]
    public void SecondNumber_OfAText_IsThat(string text, long number) => Assert.Equal(number, ThreadTimes.SecondNumber(System.Text.Encoding.ASCII.GetBytes(text)));

    private static void OnThread(Action test)
    {
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                test();
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        });
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }
}
