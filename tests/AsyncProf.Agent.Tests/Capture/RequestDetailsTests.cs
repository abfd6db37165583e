using System.Diagnostics;
using AsyncProf.Capture;

namespace AsyncProf.Agent.Tests.Capture;

public sealed class RequestDetailsTests : IDisposable
{
    private readonly RequestDetails _details = new();
    private readonly Activity _request = new Activity("GET /").SetIdFormat(ActivityIdFormat.W3C).Start();

    public void Dispose() => _request.Dispose();

    [Fact]
    public void Stop_WhilePromisesAreLeft_SaysFullToAsMany()
    {
        Assert.Equal(0, _details.Allow(2));

        Assert.True(_details.Stop(_request, 1));
        Assert.Equal("full", _request.GetTagItem("asyncprof.detail"));
        Assert.True(_details.Stop(_request, 1));
        Assert.False(_details.Stop(_request, 1));
        Assert.Equal("omitted", _request.GetTagItem("asyncprof.detail"));
        Assert.Equal(2, _details.Allow(5));
    }

    [Fact]
    public void TellFull_OfARequestToWhichNothingWasPromised_IsSaidLate()
    {
        long key = EntryListener.Key(_request, out _);
        _details.Stop(_request, key);

        _details.TellFull(key ^ (1L << 40)); // another one that falls on its place
        Assert.Equal("omitted", _request.GetTagItem("asyncprof.detail"));
        _details.TellFull(key);

        Assert.Equal("full", _request.GetTagItem("asyncprof.detail"));
    }

    [Fact]
    public void Forget_LetsGoOfThem()
    {
        long key = EntryListener.Key(_request, out _);
        _details.Stop(_request, key);
        _details.Forget();

        _details.TellFull(key);

        Assert.Equal("omitted", _request.GetTagItem("asyncprof.detail"));
    }
}
