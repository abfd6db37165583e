using AsyncProf.Diffing;
using AsyncProf.Fleets;
using AsyncProf.Fleets.Pyroscope;
using AsyncProf.Testing.Fleets;

namespace AsyncProf.Analyzer.Tests.Fleets;

/// <summary>Twenty instances, two of them with the new version: what is slower there is found from each kind of store, and nothing where nothing is.</summary>
public sealed class FleetReaderTests : IDisposable
{
    private const int Fleets = 25;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("jaeger")]
    [InlineData("jaeger-legacy")]
    [InlineData("aspire")]
    [InlineData("pyroscope")]
    [InlineData("folder")]
    public async Task Read_TheNewVersionIsSlowerInOneMethod_IsFoundWithItsMethod(string kind)
    {
        (FleetUnits Base, FleetUnits Head) sides = await FleetCase.ReadAsync(await FleetCase.StoreAsync(kind, new FleetScript(FleetCase.End, 1.5), _directory.FullName));
        ProfileDiff diff = FleetCase.Compare(sides);

        Assert.Equal((FleetScript.Instances - FleetScript.NewInstances, FleetScript.NewInstances), (sides.Base.Units.Count, sides.Head.Units.Count));
        Assert.Equal(Verdict.Regression, diff.Verdict);
        RootChange root = diff.Regressions.Single();
        Assert.Equal(("request", FleetScript.Route), (root.Key.Kind, root.Key.Name));
        Assert.Equal((FleetScript.Requests, FleetScript.Requests), ((int)root.Count.Base, (int)root.Count.Head));
        Assert.Equal([FleetScript.Slow], root.Methods.Where(method => method.Decision == Decision.Regression).Select(method => method.Key.Name));
        MethodChange slow = root.Methods[0];
        Assert.Equal(10, (slow.Head - slow.Base).Waiting / 1e6, 1.0);
        Assert.Equal("await Task.Delay", slow.Waits[0].Name);
        Assert.Equal(31, slow.Callers[0].Line);
    }

    [Theory]
    [InlineData("jaeger")]
    [InlineData("jaeger-legacy")]
    [InlineData("aspire")]
    [InlineData("pyroscope")]
    [InlineData("folder")]
    public async Task Read_BothVersionsAreAlike_NothingIsFound(string kind)
    {
        ProfileDiff diff = FleetCase.Compare(await FleetCase.ReadAsync(await FleetCase.StoreAsync(kind, new FleetScript(FleetCase.End, 1), _directory.FullName)));

        Assert.Equal(Verdict.NoRegression, diff.Verdict);
        Assert.DoesNotContain(diff.Roots, root => root.Decision is Decision.Regression or Decision.Improvement);
    }

    [Fact]
    public async Task Read_ManyFleets_FindsWhatIsThereAndHardlyEverWhatIsNot()
    {
        (int found, int wrong) = (0, 0);
        for (int seed = 1; seed <= Fleets; seed++)
        {
            found += await VerdictAsync(seed, 1.3) == Verdict.Regression ? 1 : 0;
            wrong += await VerdictAsync(seed, 1) == Verdict.Regression ? 1 : 0;
        }

        Assert.True(found == Fleets && wrong == 0, FormattableString.Invariant($"{found} found, {wrong} made up, of {Fleets}"));

        static async Task<Verdict> VerdictAsync(int seed, double slower) =>
            FleetCase.Compare(await FleetCase.ReadAsync(new PyroscopeStore(FleetCase.ClientOf(FleetCase.StandIn("pyroscope", new FleetScript(FleetCase.End, slower, seed)))))).Verdict;
    }

    [Theory]
    [InlineData("jaeger")]
    [InlineData("jaeger-legacy")]
    [InlineData("aspire")]
    [InlineData("pyroscope")]
    [InlineData("folder")]
    public async Task Read_OneInstanceASide_ComparesSlicesOfTime(string kind)
    {
        (FleetUnits Base, FleetUnits Head) sides = await FleetCase.ReadAsync(await FleetCase.StoreAsync(kind, new FleetScript(FleetCase.End, 1.5), _directory.FullName), "service=shop,instance=shop-03", "service=shop,instance=shop-19");

        Assert.InRange(sides.Base.Units.Count, 4, 10);
        Assert.InRange(sides.Head.Units.Count, 4, 10);
        Assert.Contains("each a slice of time", sides.Base.Remark, StringComparison.Ordinal);
        Assert.Equal(Verdict.Regression, FleetCase.Compare(sides).Verdict);
    }

    [Theory]
    [InlineData("jaeger", "216 requests")]
    [InlineData("jaeger-legacy", "216 requests")]
    [InlineData("aspire", "216 requests")]
    [InlineData("pyroscope", "added up, in 18 units")]
    [InlineData("folder", "files, in 18 units")]
    public async Task Read_AnyStore_SaysWhatItsCountsAreOf(string kind, string expected)
    {
        ProfileDiff diff = FleetCase.Compare(await FleetCase.ReadAsync(await FleetCase.StoreAsync(kind, new FleetScript(FleetCase.End, 1), _directory.FullName)));

        string remark = diff.Issues.First(issue => issue.Id == "kept").Text;
        Assert.StartsWith("the base is service=shop,version=1.4: ", remark, StringComparison.Ordinal);
        Assert.Contains(expected, remark, StringComparison.Ordinal);
        Assert.Contains("counts and shares are of what was", remark, StringComparison.Ordinal);
        Assert.DoesNotContain(diff.Issues, issue => issue.Id == "kept" && issue.Breaks);
    }

    [Theory]
    [InlineData("jaeger")]
    [InlineData("jaeger-legacy")]
    [InlineData("aspire")]
    [InlineData("pyroscope")]
    [InlineData("folder")]
    public async Task Read_AVersionThatIsNotThere_SaysSo(string kind)
    {
        IFleetStore store = await FleetCase.StoreAsync(kind, new FleetScript(FleetCase.End, 1), _directory.FullName);

        FleetException error = await Assert.ThrowsAsync<FleetException>(() => FleetCase.ReadAsync(store, to: "service=shop,version=9.9"));

        Assert.Contains("service=shop,version=9.9", error.Message, StringComparison.Ordinal);
    }
}
