using AsyncProf.Budgets;
using AsyncProf.Fleets;
using AsyncProf.Fleets.Traces;

namespace AsyncProf.Analyzer.Tests.Fleets.Traces;

/// <summary>What is said of a side is of what is compared.</summary>
public class TraceSideTests
{
    private static readonly Selector Side = FleetCase.Side("service=shop");

    [Theory]
    [InlineData(0, "100 requests and other roots of 100 traces that the test kept, in 50 units, each an instance;")]
    [InlineData(1, "120 requests and other roots of 120 traces that the test kept, in 1 units, each a slice of time;")]
    public async Task Read_MoreInstancesThanAreCompared_SaysSo(int slices, string expected)
    {
        FleetUnits units = await ReadAsync(slices, [.. Enumerable.Range(0, 120).Select(i => Request($"t{i}", $"shop-{i / 2:00}"))]);

        Assert.Contains(expected, units.Remark, StringComparison.Ordinal);
        Assert.Equal(slices == 0, units.Remark.Contains(" Of 60 instances the first 50 are compared.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Read_TimeAndCallsThatNoSpanTells_AreSaid()
    {
        FleetUnits units = await ReadAsync(0, Request("a", "shop-1") with { Elided = 2 }, new StoredSpan("a", "2", "1", Shop("shop-1")) { IsOurs = true, Method = "A", StartNs = StartNs, EndNs = StartNs + 75, ElapsedSelfNs = 75 });

        Assert.Contains("No span accounts for 25 % of their time, which is await (unknown) of the root.", units.Remark, StringComparison.Ordinal);
        Assert.Contains("Calls are at least as many as are counted: 1 spans stand for more of them.", units.Remark, StringComparison.Ordinal);
        Assert.Equal(0.25, units.Units.Single().Profile.Recording.UnknownAwaitShare);
    }

    [Fact]
    public async Task Read_TimesThatCannotBe_IsAnErrorThatSaysWhose()
    {
        FleetException error = await Assert.ThrowsAsync<FleetException>(() => ReadAsync(1, [.. Enumerable.Range(0, 400).Select(i => Request($"t{i}", "shop-1") with { EndNs = long.MaxValue })]));

        Assert.Contains("the test answered for service=shop what cannot be: its times add up to more than 292 years.", error.Message, StringComparison.Ordinal);
    }

    private static long StartNs => (Side.Window.Since - DateTime.UnixEpoch).Ticks * 100;

    private static StoredResource Shop(string instance) => new(new Dictionary<string, string> { ["service.name"] = "shop", ["service.instance.id"] = instance });

    private static StoredSpan Request(string trace, string instance) => new(trace, "1", "", Shop(instance)) { Name = "GET /", Detail = "full", StartNs = StartNs, EndNs = StartNs + 100 };

    private static Task<FleetUnits> ReadAsync(int slices, params StoredSpan[] spans)
    {
        var set = new SpanSet(Side, new FleetLimits());
        foreach (StoredSpan span in spans)
            set.Add(span);
        return new TraceSide("the test", Side, set).ReadAsync(new UnitPlan(slices), new MemoryBudget(MemoryBudget.DefaultLimit), CancellationToken.None);
    }
}
