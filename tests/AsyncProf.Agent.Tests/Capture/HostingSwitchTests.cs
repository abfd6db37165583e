using AsyncProf.Capture;

namespace AsyncProf.Agent.Tests.Capture;

/// <summary>When the server's own events of requests are listened to.</summary>
[Collection(CaptureCollection.Name)]
public class HostingSwitchTests
{
    private readonly CaptureHub _hub = CaptureHub.Instance;

    [Fact]
    public void Follow_BeforeAnyRequest_Listens()
    {
        using IDisposable capture = _hub.Start();
        _hub.Follow();

        Assert.True(_hub.Hosting.IsListening);
    }

    [Fact]
    public void Follow_OnceActivitiesTellOfRequests_Ends()
    {
        using IDisposable capture = _hub.Start();
        _hub.Hosting.Tell(hasActivity: true);
        Assert.True(_hub.Hosting.IsListening); // not in a callback
        _hub.Follow();

        Assert.False(_hub.Hosting.IsListening);
    }

    [Fact]
    public void Follow_ARequestWithoutActivity_ListensForGood()
    {
        using IDisposable capture = _hub.Start();
        _hub.Hosting.Tell(hasActivity: true);
        _hub.Follow();
        _hub.Hosting.Tell(hasActivity: false);
        _hub.Follow();
        Assert.True(_hub.Hosting.IsListening);
        _hub.Hosting.Tell(hasActivity: true);
        _hub.Follow();

        Assert.True(_hub.Hosting.IsListening);
    }

    [Fact]
    public void Follow_OutsideOfAWindow_DoesNotListen()
    {
        using IDisposable capture = _hub.Start();
        _hub.CloseWindow();
        _hub.Follow();
        Assert.False(_hub.Hosting.IsListening);
        _hub.OpenWindow();

        Assert.True(_hub.Hosting.IsListening);
    }

    [Fact]
    public void Start_AfterACaptureWithActivities_ListensUntilItIsToldAnew()
    {
        using (_hub.Start())
            _hub.Hosting.Tell(hasActivity: true);
        Assert.False(_hub.Hosting.IsListening);
        using IDisposable capture = _hub.Start();

        Assert.True(_hub.Hosting.IsListening);
    }
}
