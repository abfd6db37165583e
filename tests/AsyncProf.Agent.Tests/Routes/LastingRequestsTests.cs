using System.Diagnostics;
using AsyncProf.Routes;

namespace AsyncProf.Agent.Tests.Routes;

public class LastingRequestsTests
{
    [Theory]
    [InlineData(101, "GET", null, true)]
    [InlineData(200, "CONNECT", null, true)]
    [InlineData(200, "GET", "text/event-stream; charset=utf-8", true)]
    [InlineData(200, "GET", "text/html", false)]
    [InlineData(503, "POST", null, false)]
    public void Includes_ARequest_ByItsAnswer(int status, string method, string? contentType, bool expected) => Assert.Equal(expected, LastingRequests.Includes(status, method, contentType, null));

    [Fact]
    public void Includes_AConnectionOfSignalR_WhateverItsTransport()
    {
        using var activity = new Activity("Microsoft.AspNetCore.Hosting.HttpRequestIn");
        Assert.False(LastingRequests.Includes(200, "GET", "text/plain", activity));

        activity.AddTag("http.long_running", "true");

        Assert.True(LastingRequests.Includes(200, "GET", "text/plain", activity));
    }
}
