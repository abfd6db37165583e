using AsyncProf.Fleets;
using AsyncProf.Fleets.Traces;
using AsyncProf.Testing.Fleets;

namespace AsyncProf.Analyzer.Tests.Fleets.Traces;

public class JaegerStoreTests
{
    private static readonly FleetScript Script = new(FleetCase.End, 1.5);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Open_FewerTracesThanThereAre_TakesSomeOfAllTheTimeAndSaysSo(bool isLegacy)
    {
        var store = new JaegerStandIn(Script.Spans(), isLegacy);

        (FleetUnits bases, _) = await FleetCase.ReadAsync(new JaegerStore(FleetCase.ClientOf(store, new FleetLimits { Traces = 60 }), isLegacy));

        Assert.Contains("There are more traces than were read", bases.Remark, StringComparison.Ordinal);
        Assert.True(bases.Units.Count >= 2);
        string[] parts = [.. store.Requests.Where(request => request.Path.EndsWith("/traces", StringComparison.Ordinal)).Select(request => request.Query[isLegacy ? "start" : "query.startTimeMin"]!).Distinct()];
        Assert.Equal(20, parts.Length);
    }

    [Fact]
    public async Task Open_FewerTracesThanParts_TakesThemFromAllTheTime()
    {
        var store = new JaegerStandIn(Script.Spans());

        IFleetSide side = await new JaegerStore(FleetCase.ClientOf(store, new FleetLimits { Traces = 3 }), false).OpenAsync(FleetCase.Side(FleetCase.Base, "50m"), CancellationToken.None);

        Assert.Equal(["1", "1", "1"], store.Requests.Select(request => request.Query["query.searchDepth"]));
        Assert.Equal(3, side.Instances.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Open_WithoutAService_SaysWhichThereAre(bool isLegacy)
    {
        FleetException error = await Assert.ThrowsAsync<FleetException>(() => FleetCase.ReadAsync(new JaegerStore(FleetCase.ClientOf(new JaegerStandIn(Script.Spans(), isLegacy)), isLegacy), "version=1.4", "version=1.5"));

        Assert.Contains("add service= to --base and --head, one of prices, shop", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_OneServiceOnly_TakesIt()
    {
        var store = new JaegerStandIn([.. Script.Spans().Where(span => span.Service == "shop")]);

        (FleetUnits bases, FleetUnits heads) = await FleetCase.ReadAsync(new JaegerStore(FleetCase.ClientOf(store), false), "version=1.4", "version=1.5");

        Assert.Equal((18, 2), (bases.Units.Count, heads.Units.Count));
    }

    [Theory]
    [InlineData(false, "service.instance.id")]
    [InlineData(true, "service.instance.id")]
    [InlineData(false, "k8s.pod.name")]
    [InlineData(false, "host.name")]
    public async Task Open_OneInstance_IsAskedForByTheAttributeThatHasIt(bool isLegacy, string attribute)
    {
        var store = new JaegerStandIn([.. Script.Spans().Select(span => span with { Resource = span.Resource.ToDictionary(pair => pair.Key == "service.instance.id" ? attribute : pair.Key, pair => pair.Value) })], isLegacy);

        IFleetSide side = await new JaegerStore(FleetCase.ClientOf(store, new FleetLimits { Traces = 20 }), isLegacy).OpenAsync(FleetCase.Side("service=shop,instance=shop-03"), CancellationToken.None);

        Assert.Equal(["shop-03"], side.Instances);
        string[] searched = [.. store.Requests.Select(request => request.Query[isLegacy ? "tags" : "query.attributes"]!)];
        Assert.Equal(20, searched.Reverse().TakeWhile(text => text == $"{{\"{attribute}\":\"shop-03\"}}").Take(20).Count());
        Assert.InRange(searched.Length, 21, 24);
    }

    [Fact]
    public async Task Open_AnInstanceThatIsNotThere_IsLookedForInWhatItGives()
    {
        var store = new JaegerStandIn(Script.Spans());

        IFleetSide side = await new JaegerStore(FleetCase.ClientOf(store), false).OpenAsync(FleetCase.Side("service=shop,instance=none"), CancellationToken.None);

        Assert.Empty(side.Instances);
        Assert.Null(store.Requests[^1].Query["query.attributes"]);
    }

    [Fact]
    public async Task Open_AServerThatFails_PassesOnWhatItSays()
    {
        FleetException error = await Assert.ThrowsAsync<FleetException>(() => FleetCase.ReadAsync(new JaegerStore(FleetCase.ClientOf(new JaegerStandIn(Script.Spans()), new FleetLimits { Traces = 20 * 100_001 }), false)));

        Assert.Contains("answered 500: {\"error\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_RequestsWithoutDetail_AreLeftOutAndCounted()
    {
        (FleetUnits bases, FleetUnits heads) = await FleetCase.ReadAsync(new JaegerStore(FleetCase.ClientOf(new JaegerStandIn(Script.Spans())), false));

        Assert.Contains("18 requests without spans of their operations are left out", bases.Remark, StringComparison.Ordinal);
        Assert.Contains("2 requests without spans of their operations are left out", heads.Remark, StringComparison.Ordinal);
    }
}
