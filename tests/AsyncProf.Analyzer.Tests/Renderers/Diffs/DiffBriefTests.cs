using AsyncProf.Analyzer.Tests.Diffing;
using AsyncProf.Renderers.Diffs;

namespace AsyncProf.Analyzer.Tests.Renderers.Diffs;

public class DiffBriefTests
{
    [Fact]
    public void Write_OfARegression_SaysTheVerdictTheRootAndWhy()
    {
        string text = DiffBrief.Write(DiffSamples.Regression, ["asyncprof diff base head --format json"]);

        Assert.StartsWith("brief schema=asyncprof.brief/1 of=diff\nverdict is=regression measure=elapsed tested=2 base_runs=7 head_runs=7 ", text, StringComparison.Ordinal);
        Assert.Contains("\nroot is=regression in=both base_ms=", text, StringComparison.Ordinal);
        Assert.Contains("name=Shop.Inventory.GetAsync root=\"GET /orders/{id}\" says=\"+20.0 ms per request: waiting +20.0 ms", text, StringComparison.Ordinal);
        Assert.EndsWith("\nrun asyncprof diff base head --format json\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_OfAnyPairOfPrograms_IsBoundedAndHasNoNumberThatIsNone() => Assert.All(DiffSamples.All, diff =>
    {
        string text = DiffBrief.Write(diff, []);

        BriefTextTests.AssertBounded(text);
        Assert.DoesNotContain("∞", text, StringComparison.Ordinal);
        Assert.DoesNotContain("=NaN ", text, StringComparison.Ordinal);
        Assert.All(text, letter => Assert.True(letter == '\n' || !char.IsControl(letter)));
    });

    [Fact]
    public void Write_OfThousandsOfRootsAndMethods_StaysWithinItsBound()
    {
        string name = string.Concat(Enumerable.Repeat("\\\"🧵", 500));

        string text = DiffBrief.Write(DiffScript.Compare((p, jitter) => Many(p, 1, jitter), (p, jitter) => Many(p, 2, jitter)), [.. Enumerable.Repeat("asyncprof diff " + name, 9)]);

        BriefTextTests.AssertBounded(text);
        Assert.Contains("\nmore of=root count=", text, StringComparison.Ordinal);
        Assert.Contains("\nmore of=method count=", text, StringComparison.Ordinal);

        void Many(Testing.ScriptedProfile p, int times, long jitter)
        {
            for (int i = 0; i < 100; i++)
            {
                int root = p.Root($"GET /{i}{name}", 10, (10 * DiffScript.Ms) + jitter);
                for (int j = 0; j < 5; j++)
                    p.Call(root, $"Shop.M{j}{name}", 10, (times * 100 * DiffScript.Ms) + jitter);
            }
        }
    }
}
