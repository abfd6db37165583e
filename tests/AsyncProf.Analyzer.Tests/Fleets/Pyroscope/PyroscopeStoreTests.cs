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

    [Fact]
    public void SelectorOf_ValuesOfAnyKind_StayValues() => Assert.Equal("""{a="x\"}\\",b="2"}""", PyroscopeQuery.SelectorOf([new("a", "x\"}\\"), new("b", "2")]));
}
