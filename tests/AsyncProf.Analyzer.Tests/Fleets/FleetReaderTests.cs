using AsyncProf.Diffing;
using AsyncProf.Fleets;
using AsyncProf.Fleets.Pyroscope;
using AsyncProf.Renderers.Diffs;
using AsyncProf.Testing.Fleets;

namespace AsyncProf.Analyzer.Tests.Fleets;

/// <summary>Twenty instances, two of them with the new version: what is slower there is found from each kind of store, and nothing where nothing is.</summary>
public sealed class FleetReaderTests : IDisposable
{
    private const int Fleets = 25, Alike = 100;

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

    /// <summary>Machines differ by more than what counts as a change, so that a comparison which takes more than one run of a machine is fooled by them.</summary>
    [Fact]
    public async Task Read_ManyFleets_FindsWhatIsThereAndHardlyEverWhatIsNot()
    {
        (int found, int wrong, int fooled) = (0, 0, 0);
        for (int seed = 1; seed <= Alike; seed++)
        {
            found += seed <= Fleets && await IsFoundAsync(seed, 1.3) ? 1 : 0;
            wrong += await IsFoundAsync(seed, 1) ? 1 : 0;
            fooled += await IsFoundAsync(seed, 1, $"instance=shop-{seed % 18:00}", "instance=shop-19") ? 1 : 0;
        }

        Assert.True(found == Fleets && wrong <= Alike / 20 && fooled > Alike / 5, FormattableString.Invariant($"{found} of {Fleets} found; {wrong} made up, {fooled} made up of slices of time, of {Alike}"));

        static async Task<bool> IsFoundAsync(int seed, double slower, string from = FleetCase.Base, string to = FleetCase.Head)
        {
            var store = new PyroscopeStore(FleetCase.ClientOf(FleetCase.StandIn("pyroscope", new FleetScript(FleetCase.End, slower, seed, apart: 0.1))));
            (FleetUnits bases, FleetUnits heads) = await FleetCase.ReadAsync(store, from, to);
            return FleetCase.Compare((bases with { Doubt = "" }, heads with { Doubt = "" })).Verdict == Verdict.Regression;
        }
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
        ProfileDiff diff = FleetCase.Compare(sides);
        Assert.Equal(Verdict.CannotFire, diff.Verdict);
        Assert.InRange(diff.Roots.Single(root => root.Key.Name == FleetScript.Route).Elapsed!.Ratio!.Value, 1.25, 1.6);
    }

    /// <summary>One version on a fast machine and on a slow one: each slice of time of the one is faster than each of the other.</summary>
    [Theory]
    [InlineData("jaeger")]
    [InlineData("aspire")]
    [InlineData("pyroscope")]
    [InlineData("folder")]
    public async Task Read_TheSameVersionOnTwoUnequalMachines_ProvesNothing(string kind)
    {
        (FleetUnits Base, FleetUnits Head) sides = await FleetCase.ReadAsync(await FleetCase.StoreAsync(kind, new FleetScript(FleetCase.End, 1, apart: 0.2), _directory.FullName), "service=shop,instance=shop-01", "service=shop,instance=shop-00");

        ProfileDiff diff = FleetCase.Compare(sides), unguarded = FleetCase.Compare((sides.Base with { Doubt = "" }, sides.Head with { Doubt = "" }));
        Assert.Equal((Verdict.Regression, Verdict.CannotFire), (unguarded.Verdict, diff.Verdict));
        Assert.DoesNotContain(diff.Roots, root => root.Decision is Decision.Regression or Decision.Improvement);
        ComparabilityIssue issue = diff.Issues.Single(issue => issue.Id == "machine");
        Assert.True(issue.Breaks);
        Assert.Equal("machine and version cannot be told apart, because the base is 1 instance and the head 1 instance, in slices of time. It takes 4 of each, or the same instance= in both.", issue.Text);
    }

    [Theory]
    [InlineData("jaeger")]
    [InlineData("pyroscope")]
    [InlineData("folder")]
    public async Task Read_TwoTimesOfOneInstance_CanProveSomething(string kind)
    {
        (FleetUnits Base, FleetUnits Head) sides = await FleetCase.ReadAsync(await FleetCase.StoreAsync(kind, new FleetScript(FleetCase.End, 1), _directory.FullName), "service=shop,instance=shop-03,until=25m", "service=shop,instance=shop-03,since=25m");

        Assert.Equal(("", ""), (sides.Base.Doubt, sides.Head.Doubt));
        Assert.DoesNotContain(FleetCase.Compare(sides).Issues, issue => issue.Id == "machine");
    }

    [Theory]
    [InlineData("jaeger")]
    [InlineData("aspire")]
    [InlineData("pyroscope")]
    [InlineData("folder")]
    public async Task Read_TheHeadIsAPartOfTheBase_IsNotComparable(string kind)
    {
        (FleetUnits Base, FleetUnits Head) sides = await FleetCase.ReadAsync(await FleetCase.StoreAsync(kind, new FleetScript(FleetCase.End, 1.5), _directory.FullName), "service=shop");

        ProfileDiff diff = FleetCase.Compare(sides);

        Assert.Equal(Verdict.NotComparable, diff.Verdict);
        Assert.DoesNotContain(diff.Roots, root => root.Decision is Decision.Regression or Decision.Improvement);
        const string Overlap = "both sides hold 2 instances, such as shop-18, from 2026-03-02T11:00:00Z to 2026-03-02T12:00:00Z. Give them a label of different values, such as version=, or times that do not meet.";
        Assert.Equal(("overlap", Overlap, true), diff.Issues.Where(issue => issue.Id == "overlap").Select(issue => (issue.Id, issue.Text, issue.Breaks)).Single());
        Assert.Equal("Not comparable: " + Overlap, DiffSentences.Verdict(diff));
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
