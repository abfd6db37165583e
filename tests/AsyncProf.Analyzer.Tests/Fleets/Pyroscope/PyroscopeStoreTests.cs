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

    /// <summary>Those that push name themselves by one label, those that are scraped by another.</summary>
    [Fact]
    public async Task Open_InstancesThatSeveralLabelsName_FindsAllOfThem()
    {
        var store = new PyroscopeQueryStandIn([.. Script.Profiles().Select(kept => NumberOf(kept) < 10 ? Renamed(kept, "pod") : kept with { Labels = new Dictionary<string, string>(kept.Labels) { ["pod"] = "shop-00" } })]);

        (FleetUnits bases, FleetUnits heads) = await FleetCase.ReadAsync(new PyroscopeStore(FleetCase.ClientOf(store)));

        Assert.Equal(Enumerable.Range(0, 18).Select(i => $"shop-{i:00}"), bases.Units.Select(unit => unit.Name));
        Assert.Equal((18 * FleetScript.Requests, 2 * FleetScript.Requests), (CallsOf(bases), CallsOf(heads)));
        Assert.DoesNotContain("left out", bases.Remark, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_AnInstanceThatTwoLabelsName_IsOne()
    {
        var store = new PyroscopeQueryStandIn([.. Script.Profiles().Select((kept, i) => i % 2 == 0 ? Renamed(kept, "pod") : kept)]);

        (FleetUnits bases, FleetUnits heads) = await FleetCase.ReadAsync(new PyroscopeStore(FleetCase.ClientOf(store)));

        Assert.Equal((18, 2), (bases.Units.Count, heads.Units.Count));
        Assert.Equal((18 * FleetScript.Requests, 2 * FleetScript.Requests), (CallsOf(bases), CallsOf(heads)));
    }

    [Theory]
    [InlineData("instance=shop-03", 10)]
    [InlineData("instance=shop-12", 10)]
    [InlineData("pod=shop-03", 1)]
    [InlineData("service_instance_id=shop-12", 1)]
    public async Task Open_AnInstanceByName_IsFoundByWhateverLabelNamesIt(string label, int most)
    {
        var store = new PyroscopeQueryStandIn([.. Script.Profiles().Select(kept => NumberOf(kept) < 10 ? Renamed(kept, "pod") : kept)]);

        IFleetSide side = await new PyroscopeStore(FleetCase.ClientOf(store)).OpenAsync(FleetCase.Side($"service=shop,{label}"), CancellationToken.None);
        FleetUnits whole = await side.ReadAsync(default, new AsyncProf.Budgets.MemoryBudget(1 << 28), CancellationToken.None);
        FleetUnits slices = await side.ReadAsync(new UnitPlan(most), new AsyncProf.Budgets.MemoryBudget(1 << 28), CancellationToken.None);

        Assert.Equal([label.Split('=')[1]], side.Instances);
        Assert.Equal((FleetScript.Requests, FleetScript.Requests), (CallsOf(whole), CallsOf(slices)));
    }

    [Fact]
    public async Task Open_ProfilesOfNoInstanceThatHasAName_SaysThatTheyAreLeftOut()
    {
        var store = new PyroscopeQueryStandIn([.. Script.Profiles().Select(kept => NumberOf(kept) < 3 ? Renamed(kept, "machine") : kept)]);

        (FleetUnits bases, FleetUnits heads) = await FleetCase.ReadAsync(new PyroscopeStore(FleetCase.ClientOf(store)));

        Assert.Equal((15, 2), (bases.Units.Count, heads.Units.Count));
        Assert.Contains("Profiles that no label names the instance of are left out.", bases.Remark, StringComparison.Ordinal);
        Assert.DoesNotContain("left out", heads.Remark, StringComparison.Ordinal);
    }

    private static int NumberOf(KeptProfile kept) => int.Parse(kept.Labels["service_instance_id"][^2..], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The same, its instance named by another label.</summary>
    private static KeptProfile Renamed(KeptProfile kept, string label)
    {
        var labels = new Dictionary<string, string>(kept.Labels);
        labels.Remove("service_instance_id", out string? name);
        labels[label] = name!;
        return kept with { Labels = labels };
    }

    private static long CallsOf(FleetUnits units) => units.Units.Sum(unit => unit.Profile.Roots.Where(root => root.Name == FleetScript.Route).Sum(root => root.Count));

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
