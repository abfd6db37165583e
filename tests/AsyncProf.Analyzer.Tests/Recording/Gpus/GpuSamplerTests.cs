using System.Diagnostics;
using AsyncProf.Decoding.Series;
using AsyncProf.Recording.Gpus;

namespace AsyncProf.Analyzer.Tests.Recording.Gpus;

public class GpuSamplerTests
{
    [Fact]
    public async Task StopAsync_AfterAWhile_GivesWhatTheReaderToldWithItsTimes()
    {
        var reader = new Reader(call => call == 0 ? null : (call * 10, 1 << 20));
        long before = Stopwatch.GetTimestamp();
        using GpuSampler sampler = await Task.Run(() => GpuSampler.Start(reader, pid: 42)); // not behind what other tests do
        await reader.Calls(7);

        IReadOnlyList<GpuReading> readings = await sampler.StopAsync();

        Assert.True(reader.IsDisposed);
        Assert.Equal([10, 20, 30], readings.Take(3).Select(reading => reading.Percent));
        Assert.All(readings, reading => Assert.InRange(reading.Time, before, Stopwatch.GetTimestamp()));
        Assert.True(Stopwatch.GetElapsedTime(readings[0].Time, readings[5].Time).TotalMilliseconds > 250);
    }

    [Fact]
    public async Task StopAsync_OfAProcessThatNeverWasOnAny_GivesNothing()
    {
        var reader = new Reader(_ => (0, 0));
        using GpuSampler sampler = await Task.Run(() => GpuSampler.Start(reader, pid: 42));
        await reader.Calls(2);

        Assert.Empty(await sampler.StopAsync());
    }

    private sealed class Reader(Func<int, (double, long)?> tell) : IGpuReader
    {
        private readonly SemaphoreSlim _called = new(0);
        private int _calls;

        public bool IsDisposed { get; private set; }

        public (double Percent, long MemoryBytes)? Read(int pid)
        {
            Assert.Equal(42, pid);
            _called.Release();
            return tell(_calls++);
        }

        public async Task Calls(int count)
        {
            for (int i = 0; i < count; i++)
                Assert.True(await _called.WaitAsync(TimeSpan.FromSeconds(30)));
        }

        public void Dispose() => IsDisposed = true;
    }
}
