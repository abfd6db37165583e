using AsyncProf.Events;
using AsyncProf.Routes;

namespace AsyncProf.Agent.Tests.Routes;

public class RouteNamesTests
{
    private readonly NameTable _names = new();

    [Fact]
    public void Matched_Endpoint_HasANameForEachMethodAndItsRoute()
    {
        var names = new RouteNames(_names);
        object endpoint = Endpoint("orders/{id}");

        Assert.Equal("GET /orders/{id}", _names[names.Matched(endpoint, "GET", out RouteName route)]);
        Assert.Equal("/orders/{id}", route.Path);
        Assert.Equal("_OTHER /orders/{id}", _names[names.Matched(endpoint, "PURGE", out _)]);
        Assert.Equal(names.Matched(endpoint, "GET", out _), names.Matched(Endpoint("/orders/{id}"), "get", out _));
    }

    [Fact]
    public void Matched_EndpointWithoutARoute_HasNoName()
    {
        Assert.Equal(NameTable.NoneId, new RouteNames(_names).Matched(new object(), "GET", out RouteName route));
        Assert.Null(route.Path);
    }

    [Fact]
    public void Matched_MoreEndpointsThanAnyAppHas_EndInTheMethodAlone()
    {
        var names = new RouteNames(_names);
        for (int i = 0; i < 20_000; i++)
            names.Matched(Endpoint($"x/{i}"), "GET", out _);

        Assert.Equal("GET", _names[names.Matched(Endpoint("one/more"), "GET", out _)]);
        Assert.InRange(_names.Count, 8_000, 9_000);
    }

    [Fact]
    public void Matched_KnownEndpoint_AllocatesNothing()
    {
        var names = new RouteNames(_names);
        object endpoint = Endpoint("orders");
        names.Matched(endpoint, "GET", out _);
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int i = 0; i < 1_000; i++)
            names.Matched(endpoint, "GET", out _);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData(true, "GET /files/{}")]
    [InlineData(false, "GET (unmatched)")]
    public void Unmatched_Request_IsNamedByItsPathIfItWasServed(bool isServed, string expected) =>
        Assert.Equal(expected, _names[new RouteNames(_names).Unmatched("GET", "/files/7", isServed)]);

    private static object Endpoint(string text) => new { RoutePattern = new { RawText = text, RequiredValues = new Dictionary<string, object?>() } };
}
