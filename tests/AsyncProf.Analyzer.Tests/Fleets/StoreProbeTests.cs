using AsyncProf.Fleets;
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
}
