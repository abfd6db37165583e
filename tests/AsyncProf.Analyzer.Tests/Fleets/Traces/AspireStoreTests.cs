using System.Globalization;
using AsyncProf.Budgets;
using AsyncProf.Diffing.Runs;
using AsyncProf.Fleets;
using AsyncProf.Fleets.Traces;
using AsyncProf.Testing.Fleets;

namespace AsyncProf.Analyzer.Tests.Fleets.Traces;

/// <summary>The dashboard gives the newest traces of a resource, the oldest of them first, whenever they were.</summary>
public class AspireStoreTests
{
    private static readonly FleetScript Script = new(FleetCase.End, 1.5);

    [Fact]
    public async Task Open_FewerTracesThanThereAre_TakesTheNewestOfEachInstanceAndSaysSo()
    {
        const int each = 3;

        FleetUnits side = await ReadAsync(new AspireStandIn(Script.Spans()), new FleetLimits { Traces = each * 18 });

        Assert.Equal(18, side.Units.Count);
        Assert.All(side.Units, unit => Assert.Equal(each, RunReader.Read(unit.Profile, unit.Name).Roots.Values.Sum(root => root.Count)));
        Assert.Contains("There are more traces than were read (--traces).", side.Remark, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_MoreTracesBeforeTheWindowThanMayBeRead_ReadsThoseInIt()
    {
        IFleetSide side = await new AspireStore(FleetCase.ClientOf(new AspireStandIn(Script.Spans()), new FleetLimits { Traces = 36 })).OpenAsync(FleetCase.Side(FleetCase.Base, "12m"), CancellationToken.None);

        Assert.Equal(18, side.Instances.Count);
    }

    [Fact]
    public async Task Open_AnAnswerThatIsTooLarge_IsAskedForByHalves()
    {
        var store = new AspireStandIn(Script.Spans());

        FleetUnits side = await ReadAsync(store, new FleetLimits { Traces = 20, AnswerBytes = 30_000 });

        string first = store.Requests.First(request => request.Path.EndsWith("/traces", StringComparison.Ordinal)).Query["resource"]!;
        int[] limits = [.. store.Requests.Where(request => request.Query["resource"] == first).Select(request => int.Parse(request.Query["limit"]!, CultureInfo.InvariantCulture))];
        Assert.Equal([100, 50, 25, 12, 6], limits[..5]);
        Assert.Contains("There are more traces than were read (--traces).", side.Remark, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_OneTraceThatIsTooLarge_SaysSo() => Assert.Contains(
        "at once", (await Assert.ThrowsAsync<LargeAnswerException>(() => ReadAsync(new AspireStandIn(Script.Spans()), new FleetLimits { AnswerBytes = 3_000 }))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(20, 100)]
    [InlineData(2_000, 10_000)]
    [InlineData(1_000_000, 10_000)]
    public async Task Open_SoManyTraces_AsksForMoreOfThemUpToWhatItGives(int traces, int expected)
    {
        var store = new AspireStandIn(Script.Spans());

        await ReadAsync(store, new FleetLimits { Traces = traces });

        Assert.All(store.Requests.Where(request => request.Path.EndsWith("/traces", StringComparison.Ordinal)), request => Assert.Equal(expected, int.Parse(request.Query["limit"]!, CultureInfo.InvariantCulture)));
    }

    private static async Task<FleetUnits> ReadAsync(AspireStandIn store, FleetLimits limits)
    {
        IFleetSide side = await new AspireStore(FleetCase.ClientOf(store, limits)).OpenAsync(FleetCase.Side(FleetCase.Base), CancellationToken.None);
        return await side.ReadAsync(new UnitPlan(0), new MemoryBudget(MemoryBudget.DefaultLimit), CancellationToken.None);
    }
}
