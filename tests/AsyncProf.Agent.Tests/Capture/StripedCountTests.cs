using AsyncProf.Capture;

namespace AsyncProf.Agent.Tests.Capture;

public class StripedCountTests
{
    [Fact]
    public void Value_OfManyThreads_IsTheirSum()
    {
        var count = new StripedCount();
        Thread[] threads = [.. Enumerable.Range(0, 8).Select(_ => new Thread(() =>
        {
            for (int i = 0; i < 10_000; i++)
                count.Increment();
        }))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();

        Assert.Equal(80_000, count.Value);
    }
}
