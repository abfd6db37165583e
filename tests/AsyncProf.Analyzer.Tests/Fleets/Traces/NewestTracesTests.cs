using AsyncProf.Fleets;
using AsyncProf.Fleets.Traces;

namespace AsyncProf.Analyzer.Tests.Fleets.Traces;

public class NewestTracesTests
{
    private static readonly Selector Side = FleetCase.Side("service=shop");

    [Theory]
    [InlineData(12, "5,5,2")]
    [InlineData(9, "3,3,2")]
    [InlineData(100, "20,5,2")]
    [InlineData(1, "1,1,1")]
    public void Add_SeveralResources_LeavesEachItsShare(int most, string expected)
    {
        var newest = new NewestTraces(Side, new FleetLimits { Traces = most });
        newest.Add(Found("a", 20));
        newest.Add(Found("b", 5));
        newest.Add(Found("c", 2));

        Assert.Equal(expected, string.Join(',', newest.Spans.GroupBy(span => span.Trace[..1]).Select(one => one.Count())));
        Assert.Equal(most < 27, newest.IsCut);
    }

    [Fact]
    public void Add_MoreThanThereIsRoomFor_KeepsTheNewest()
    {
        var newest = new NewestTraces(Side, new FleetLimits { Traces = 3 });
        newest.Add(Found("a", 20));

        Assert.Equal(["a20", "a19", "a18"], newest.Spans.Select(span => span.Trace));
    }

    [Fact]
    public void Add_TracesOutsideTheWindow_TakeNoRoom()
    {
        var newest = new NewestTraces(Side, new FleetLimits { Traces = 3 });
        newest.Add(Found("a", 2));
        newest.Add(Found("b", 5, late: TimeSpan.FromHours(2)));

        Assert.Equal(["a2", "a1"], newest.Spans.Select(span => span.Trace));
        Assert.False(newest.IsCut);
    }

    [Fact]
    public void Add_MoreSpansThanMayBe_IsAnErrorThatSaysWhatToDo()
    {
        var newest = new NewestTraces(Side, new FleetLimits { Spans = 20 });
        newest.Add(Found("a", 20));

        Assert.Contains("--traces", Assert.Throws<FleetException>(() => newest.Add(Found("b", 1))).Message, StringComparison.Ordinal);
    }

    /// <summary>Traces a second apart, the oldest first.</summary>
    private static SpanSet Found(string resource, int traces, TimeSpan late = default)
    {
        var set = new SpanSet(Side, new FleetLimits());
        var shop = new StoredResource(new Dictionary<string, string> { ["service.name"] = "shop" });
        for (int i = 1; i <= traces; i++)
            set.Add(new StoredSpan(FormattableString.Invariant($"{resource}{i}"), "1", "", shop) { StartNs = (Side.Window.Since.AddSeconds(i) + late - DateTime.UnixEpoch).Ticks * 100 });
        return set;
    }
}
