using AsyncProf.Fleets;

namespace AsyncProf.Analyzer.Tests.Fleets;

public class FleetOverlapTests
{
    [Theory]
    [InlineData("service=a", "service=a,version=2", "x,y", "y", "the instance y")]
    [InlineData("service=a", "service=a", "x,y", "x,y", "2 instances, such as x,")]
    [InlineData("version=1", "environment=prod", "x", "x", "the instance x")]
    [InlineData("version=1", "version=2", "x", "x", null)]
    [InlineData("service=a,until=30m", "service=a,version=2,since=30m", "x", "x", null)]
    [InlineData("service=a,until=20m", "service=a,version=2,since=30m", "x", "x", "the instance x")]
    [InlineData("service=a", "service=a,version=2", "x", "y", null)]
    public void Of_TwoSides_IsWhatBothHold(string from, string to, string bases, string heads, string? expected)
    {
        string overlap = FleetOverlap.Of(FleetCase.Side(from), FleetCase.Side(to), bases.Split(','), heads.Split(','));

        if (expected is null)
            Assert.Empty(overlap);
        else
            Assert.StartsWith($"both sides hold {expected} from ", overlap, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_MoreInstancesThanAreListed_GoesByTheLabels()
    {
        string[] many = [.. Enumerable.Range(0, FleetReader.MostUnits).Select(i => $"a{i}")];

        Assert.StartsWith("both sides hold instances from ", FleetOverlap.Of(FleetCase.Side("service=a"), FleetCase.Side("service=a,version=2"), many, ["x"]), StringComparison.Ordinal);
        Assert.Empty(FleetOverlap.Of(FleetCase.Side("service=a,version=1"), FleetCase.Side("service=a,environment=prod"), many, ["x"]));
    }
}
