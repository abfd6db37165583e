using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace AsyncProf.Benchmarks.Spans;

/// <summary>Sends requests at a fixed rate, whether or not the ones before have been answered, for <c>bench/spans.sh</c>.</summary>
/// <param name="target">Where to.</param>
/// <param name="rate">How many a second.</param>
internal sealed class SpansLoad(Uri target, int rate) : IDisposable
{
    /// <summary>So many may be under way; from there on the rate is what is answered.</summary>
    private const int MostOutstanding = 2000;

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(2);

    private readonly HttpClient _client = new(new SocketsHttpHandler { MaxConnectionsPerServer = MostOutstanding, UseProxy = false, ActivityHeadersPropagator = null });
    private readonly ConcurrentBag<double> _milliseconds = [];
    private int _outstanding;
    private int _failed;

    public void Dispose() => _client.Dispose();

    /// <summary>Sends, waits for what is under way, and prints one line: sent, answered, failed, answered a second, median and 99th percentile of the times in ms, requests that were due and not sent.</summary>
    public async Task RunAsync(TimeSpan length)
    {
        var clock = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(Step);
        long due = 0, sent = 0;
        while (clock.Elapsed < length)
        {
            due = (long)(clock.Elapsed.TotalSeconds * rate);
            for (; sent < due && Volatile.Read(ref _outstanding) < MostOutstanding; sent++)
            {
                Interlocked.Increment(ref _outstanding);
                _ = SendAsync();
            }

            await timer.WaitForNextTickAsync();
        }

        while (Volatile.Read(ref _outstanding) > 0 && clock.Elapsed < length + TimeSpan.FromSeconds(20))
            await timer.WaitForNextTickAsync();
        double[] times = [.. _milliseconds.Order()];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{sent} {times.Length} {_failed} {times.Length / clock.Elapsed.TotalSeconds:0} {Quantile(times, 0.5):0} {Quantile(times, 0.99):0} {due - sent}"));
    }

    private static double Quantile(double[] sorted, double share) => sorted.Length == 0 ? 0 : sorted[(int)((sorted.Length - 1) * share)];

    private async Task SendAsync()
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            using HttpResponseMessage response = await _client.GetAsync(target);
            response.EnsureSuccessStatusCode();
            _milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        catch (HttpRequestException)
        {
            Interlocked.Increment(ref _failed);
        }
        finally
        {
            Interlocked.Decrement(ref _outstanding);
        }
    }
}
