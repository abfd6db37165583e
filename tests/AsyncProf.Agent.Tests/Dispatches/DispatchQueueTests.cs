using System.Diagnostics;
using System.Diagnostics.Tracing;
using AsyncProf.Dispatches;

namespace AsyncProf.Agent.Tests.Dispatches;

public sealed class DispatchQueueTests : IDisposable
{
    private readonly EventSource _source = new("AsyncProf-Tests-Flushed");
    private readonly DispatchQueue _queue = new();

    public void Dispose() => _source.Dispose();

    [Fact]
    public void Complete_WithoutASource_IsTheEndOfTime() => Assert.Equal(long.MaxValue, _queue.Complete);

    [Fact]
    public void Flush_AfterAWhile_ClaimsWhatTheFirstOneHad()
    {
        _queue.Open(_source);
        long first = _queue.Flush();
        Assert.Equal(_queue.Since, _queue.Complete); // who was interrupted at the first may be so still

        Thread.Sleep(200);
        _queue.Flush();

        Assert.Equal(first, _queue.Complete);
    }

    [Fact]
    public void FlushNow_ClaimsUpToWhereItBegan()
    {
        _queue.Open(_source);
        long before = Stopwatch.GetTimestamp();

        _queue.FlushNow();

        Assert.InRange(_queue.Complete, before, Stopwatch.GetTimestamp() - (Stopwatch.Frequency / 25));
        Assert.Equal(0, _queue.Faults);
    }

    [Fact]
    public void Close_NothingMoreComes()
    {
        _queue.Open(_source);
        _queue.Close();

        Assert.Equal(long.MaxValue, _queue.Complete);
    }
}
