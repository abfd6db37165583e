using System.Diagnostics;
using AsyncProf.Capture;
using AsyncProf.Spans;

namespace AsyncProf.Runtime.Tests.Spans;

/// <summary>To which requests it is promised that their spans follow.</summary>
[Collection(nameof(SpanEmitterTests))]
public sealed class TracePromisesTests : IDisposable
{
    private readonly ActivitySource _source = new("AsyncProf.Tests.TracePromises");
    private readonly RequestDetails _details = new();
    private readonly ChunkPool _pool = new(0); // of the fewest chunks
    private readonly TracePromises _promises;

    public TracePromisesTests()
    {
        var outlet = new TraceOutlet(_source, new SpanCounts());
        var pacer = new TracePacer(new Random(1));
        _promises = new TracePromises(_details, outlet, pacer, new TraceGate(outlet, pacer, 10_000, 0), _pool);
    }

    public void Dispose() => _source.Dispose();

    [Fact]
    public void Renew_WhileEventsAreLost_PromisesNothingUntilASecondAfter()
    {
        long now = Stopwatch.Frequency;
        _promises.Renew(1_000, now);
        Assert.Equal("full", Detail());

        var owner = new ThreadBuffer(1, null, ignored: false, _pool);
        while (_pool.TryRent(owner) is not null)
        {
            // until there is no room
        }

        _promises.Renew(1_000, now += Stopwatch.Frequency / 10);
        Assert.Equal("omitted", Detail());
        _promises.Renew(1_000, now += Stopwatch.Frequency);
        Assert.Equal("omitted", Detail());
        _promises.Renew(1_000, now + Stopwatch.Frequency);
        Assert.Equal("full", Detail());
    }

    private string? Detail()
    {
        var request = new Activity("request");
        request.Start();
        request.Stop();
        _details.Stop(request, key: 1);
        return request.GetTagItem(RequestDetails.Tag) as string;
    }
}
