using AsyncProf.Fleets;
using AsyncProf.Testing;
using AsyncProf.Testing.Fleets;

namespace AsyncProf.Analyzer.Tests.Fleets;

public class StoreProbeTests
{
    private static readonly FleetScript Script = new(FleetCase.End, 1);

    [Theory]
    [InlineData("jaeger", "Jaeger")]
    [InlineData("jaeger-legacy", "Jaeger")]
    [InlineData("aspire", "the Aspire dashboard")]
    [InlineData("pyroscope", "Pyroscope")]
    public async Task Find_EachStore_IsKnownByItsAnswers(string kind, string expected) =>
        Assert.Equal(expected, (await StoreProbe.FindAsync(FleetCase.ClientOf(FleetCase.StandIn(kind, Script)), CancellationToken.None)).Name);

    [Fact]
    public async Task Find_TheDashboardWithoutItsKey_SaysWhatToGive()
    {
        var store = new AspireStandIn(Script.Spans(), "k3y");

        Assert.Contains("--header", (await Assert.ThrowsAsync<FleetException>(() => StoreProbe.FindAsync(FleetCase.ClientOf(store), CancellationToken.None))).Message, StringComparison.Ordinal);
        Assert.Contains("refused (401)", (await Assert.ThrowsAsync<FleetException>(() => StoreProbe.FindAsync(FleetCase.ClientOf(store, headers: new KeyValuePair<string, string>("x-api-key", "other")), CancellationToken.None))).Message, StringComparison.Ordinal);
        Assert.Equal("the Aspire dashboard", (await StoreProbe.FindAsync(FleetCase.ClientOf(store, headers: new KeyValuePair<string, string>("x-api-key", "k3y")), CancellationToken.None)).Name);
    }

    [Theory]
    [InlineData(500, "answered 500: down for repair")]
    [InlineData(502, "answered 502: down for repair")]
    [InlineData(429, "answered 429: down for repair")]
    [InlineData(503, "answered 503: down for repair")]
    [InlineData(401, "refused (401)")]
    [InlineData(404, "is no store that is known")]
    [InlineData(405, "is no store that is known")]
    public async Task Find_AStoreThatFails_SaysThatItFailsAndNotThatItIsNone(int status, string expected)
    {
        var time = new VirtualTime();
        var client = new StoreClient(new HttpMessageInvoker(new StoreHandler(new Failing(status))), StoreAddress.Parse("http://store.example", [])!, new FleetLimits(), time);

        FleetException error = await Assert.ThrowsAsync<FleetException>(() => time.RunAsync(() => StoreProbe.FindAsync(client, CancellationToken.None)));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    private sealed class Failing(int status) : StoreStandIn
    {
        protected override StoreReply Reply(StoreRequest request) => StoreReply.Text(status, "down for repair");
    }
}
