using AsyncProf.Fleets;
using AsyncProf.Fleets.Pyroscope;
using AsyncProf.Testing.Fleets;

namespace AsyncProf.Analyzer.Tests.Fleets.Pyroscope;

public class PyroscopeStoreTests
{
    private static readonly FleetScript Script = new(FleetCase.End, 1.5);

    [Fact]
    public async Task Open_AWindowOfDays_AsksDayByDay()
    {
        var store = new PyroscopeQueryStandIn(Script.Profiles());

        IFleetSide side = await new PyroscopeStore(FleetCase.ClientOf(store)).OpenAsync(FleetCase.Side(FleetCase.Head, "3d"), CancellationToken.None);
        FleetUnits units = await side.ReadAsync(default, new AsyncProf.Budgets.MemoryBudget(1 << 28), CancellationToken.None);

        Assert.Equal(["shop-18", "shop-19"], units.Units.Select(unit => unit.Name));
        Assert.Equal(2 * 3 * 10, store.Requests.Count(request => request.Path.EndsWith("SelectMergeProfile", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Open_NoProfilesOfOurs_SaysSo()
    {
        FleetException error = await Assert.ThrowsAsync<FleetException>(() => new PyroscopeStore(FleetCase.ClientOf(new PyroscopeQueryStandIn([]))).OpenAsync(FleetCase.Side(FleetCase.Base), CancellationToken.None));

        Assert.Contains("holds no profile of AsyncProf", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_ALabelThatCannotBe_SaysWhichThereAre()
    {
        FleetException error = await Assert.ThrowsAsync<FleetException>(() => new PyroscopeStore(FleetCase.ClientOf(new PyroscopeQueryStandIn(Script.Profiles()))).OpenAsync(FleetCase.Side("service=shop,a}b=1"), CancellationToken.None));

        Assert.Contains("its labels are service_instance_id, service_name, service_version", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Each service may push under a name of its own.</summary>
    [Fact]
    public async Task Open_TwoServicesThatPushUnderNamesOfTheirOwn_FindsEachByItsOwn()
    {
        KeptProfile[] others = [.. Script.Profiles().Select(kept => kept with { Labels = new Dictionary<string, string>(kept.Labels) { ["service_name"] = "bills", ["__name__"] = "work" } })];
        var store = new PyroscopeStore(FleetCase.ClientOf(new PyroscopeQueryStandIn([.. Script.Profiles(), .. others])));

        foreach (string service in (string[])["shop", "bills"])
        {
            (FleetUnits bases, FleetUnits heads) = await FleetCase.ReadAsync(store, $"service={service},version=1.4", $"service={service},version=1.5");
            Assert.Equal((18, 2), (bases.Units.Count, heads.Units.Count));
        }
    }

    [Theory]
    [InlineData(6, false)]
    [InlineData(8, true)]
    public async Task Open_AWindowFurtherBackThanItLooks_SaysSo(int daysLater, bool isSaid)
    {
        var client = new StoreClient(new HttpMessageInvoker(new StoreHandler(new PyroscopeQueryStandIn(Script.Profiles()))), StoreAddress.Parse("http://store.example", [])!, new FleetLimits(), new At(FleetCase.End.AddDays(daysLater)));

        IFleetSide side = await new PyroscopeStore(client).OpenAsync(FleetCase.Side(FleetCase.Head), CancellationToken.None);
        FleetUnits units = await side.ReadAsync(default, new AsyncProf.Budgets.MemoryBudget(1 << 28), CancellationToken.None);

        Assert.Equal(isSaid, units.Remark.Contains("It tells nothing of more than 7 days ago", StringComparison.Ordinal));
    }

    [Fact]
    public void SelectorOf_ValuesOfAnyKind_StayValues() => Assert.Equal("""{a="x\"}\\",b="2"}""", PyroscopeQuery.SelectorOf([new("a", "x\"}\\"), new("b", "2")]));

    private sealed class At(DateTime now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
