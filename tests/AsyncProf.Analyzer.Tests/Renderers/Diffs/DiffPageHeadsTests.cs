using AsyncProf.Analyzer.Tests.Diffing;
using AsyncProf.Diffing;
using AsyncProf.Renderers;
using AsyncProf.Renderers.Diffs;

namespace AsyncProf.Analyzer.Tests.Renderers.Diffs;

public class DiffPageHeadsTests
{
    [Fact]
    public void Of_ARegression_HasTheRootAndTheMethodThatCausedIt()
    {
        DiffPageHead head = DiffPageHeads.Of(DiffSamples.Regression, "shop");

        Assert.StartsWith("REGRESSION", head.Verdict, StringComparison.Ordinal);
        Assert.Equal([("GET /orders/{id}", "root", "regression"), ("Shop.Inventory.GetAsync", "method", "regression")], head.Rows.Select(row => (row.Name, row.Kind, row.Decision)));
        Assert.All(head.Rows, row => Assert.Equal("GET /orders/{id}", row.Root));
        Assert.Contains("adjusted p 0.0006, n 7/7", head.Rows[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_TooFewRuns_DescribesTheLargestChanges() =>
        Assert.Contains(DiffPageHeads.Of(DiffSamples.TooFew, "shop").Rows, row => row is { Name: "GET /orders/{id}", Decision: "none" });

    [Fact]
    public void Of_AnyPairOfPrograms_HasRowsOfWhichEachSaysSomething() =>
        Assert.All(DiffSamples.All, diff => Assert.All(DiffPageHeads.Of(diff, "shop").Rows, row => Assert.NotEmpty(row.Text)));

    [Fact]
    public void Of_RootsThatOneSideHas_SaysWhichSide()
    {
        ProfileDiff diff = DiffScript.Compare((p, jitter) => Two(p, jitter, "GET /old"), (p, jitter) => Two(p, jitter, "GET /new"));

        Assert.Equal([("GET /new", "added"), ("GET /old", "removed")], DiffPageHeads.Of(diff, "shop").Rows.Select(row => (row.Name, row.Decision)).Order());

        static void Two(Testing.ScriptedProfile p, long jitter, string route)
        {
            p.Root("GET /", 10, (10 * DiffScript.Ms) + jitter);
            p.Root(route, 10, (10 * DiffScript.Ms) + jitter);
        }
    }
}
