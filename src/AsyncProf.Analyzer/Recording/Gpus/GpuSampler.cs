using System.Diagnostics;
using AsyncProf.Decoding.Series;

namespace AsyncProf.Recording.Gpus;

/// <summary>Looks four times a second what a process does on graphics processors, while it is recorded. It is done from here: the process knows nothing of it.</summary>
internal sealed class GpuSampler : IDisposable
{
    /// <summary>Six days; then it ends.</summary>
    private const int Most = 1 << 21;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<GpuReading> _readings = [];
    private readonly Task _running;

    private GpuSampler(IGpuReader reader, int pid) => _running = RunAsync(reader, pid);

    /// <summary>Begins, where the machine's library is there; null elsewhere.</summary>
    /// <param name="pid">The process.</param>
    public static GpuSampler? Start(int pid) => NvidiaReader.Open() is { } reader ? Start(reader, pid) : null;

    /// <summary>Begins.</summary>
    /// <param name="reader">Tells of the process; it is disposed of at the end.</param>
    /// <param name="pid">The process.</param>
    public static GpuSampler Start(IGpuReader reader, int pid) => new(reader, pid);

    /// <summary>Ends it; returns what was seen, nothing where the process never was on any.</summary>
    public async Task<IReadOnlyList<GpuReading>> StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
        return _readings.Exists(reading => reading.Percent > 0 || reading.MemoryBytes > 0) ? _readings : [];
    }

    /// <summary>Ends it, and does not wait for that.</summary>
    public void Dispose() => _stop.Cancel();

    private async Task RunAsync(IGpuReader reader, int pid)
    {
        await Task.Yield();
        using (reader)
        {
            using var timer = new PeriodicTimer(Interval);
            try
            {
                while (_readings.Count < Most)
                {
                    if (reader.Read(pid) is (var percent, var memory))
                        _readings.Add(new GpuReading(Stopwatch.GetTimestamp(), percent, memory));
                    await timer.WaitForNextTickAsync(_stop.Token);
                }
            }
            catch (OperationCanceledException)
            {
                // It is over.
            }
        }
    }
}
