using AsyncProf.Analyzer.Tests.Diffing;
using AsyncProf.Diffing;
using AsyncProf.Renderers.Diffs;

namespace AsyncProf.Analyzer.Tests.Renderers.Diffs;

public class DiffTextTests
{
    [Fact]
    public void Write_OfARegression_SaysWhoWhyAndHowSure()
    {
        string text = DiffText.Write(DiffSamples.Regression, 10, 160);

        Assert.StartsWith("REGRESSION: 1 of 2 roots takes longer.\n", text, StringComparison.Ordinal);
        Assert.Contains("▲   21.5 ms   41.5 ms   +93.0 %   +20.0 ms … +20.0 ms  0.0003  0.0006   7/7  GET /orders/{id}", text, StringComparison.Ordinal);
        Assert.Contains("GET /orders/{id}: +20.0 ms per request: waiting +20.0 ms", text, StringComparison.Ordinal);
        Assert.Contains("+20.0 ms per request: waiting +20.0 ms (2.0 → 4.0 × await Task.Delay); called 2.0 → 4.0 times by Shop.Orders.GetAsync, line 31 (+20.0 ms)", text, StringComparison.Ordinal);
        Assert.Contains("methods sum to +20.0 ms, as the root changed by +20.0 ms", text, StringComparison.Ordinal);
        Assert.Contains("        ~", text.Split('\n').Single(line => line.EndsWith("GET /quiet", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_OfWorkThatIsNoLongerDoneAtOnce_SaysThatItIsTheSameWork() =>
        Assert.Contains("the same work, less of it at once (2.0 → 1.0 operations at a time)", Flat(DiffText.Write(DiffSamples.Sequential, 10, 160)), StringComparison.Ordinal);

    [Fact]
    public void Write_OfAMethodThatWasSplit_NamesTheNewOneThoughNothingGotSlower()
    {
        ProfileDiff diff = DiffScript.Compare(
            (p, jitter) => p.Call(p.Root("GET /", 10), "Shop.Orders.GetAsync", 10, (100 * DiffScript.Ms) + jitter),
            (p, jitter) => p.Call(p.Call(p.Root("GET /", 10), "Shop.Orders.GetAsync", 10, (50 * DiffScript.Ms) + jitter), "Shop.Orders.PriceAsync", 10, 50 * DiffScript.Ms, line: 9));

        Assert.Contains("NEW: Shop.Orders.PriceAsync, 5.00 ms per request of its own in GET /, called 1.0 times by Shop.Orders.GetAsync, line 9", DiffText.Write(diff, 10, 200), StringComparison.Ordinal);
        Assert.Equal(Verdict.NoRegression, diff.Verdict);
    }

    [Fact]
    public void Write_OfTooFewRuns_SaysHowManyItTakes() =>
        Assert.Contains("could not fire with 2 and 2 runs: of 2 roots tested together the smallest p would be 0.33. It needs 4 runs a side", Flat(DiffText.Write(DiffSamples.TooFew, 10, 160)), StringComparison.Ordinal);

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(200)]
    public void Write_OfAnyPairOfPrograms_IsNoWiderThanAskedAndHasNoNumberThatIsNone(int width)
    {
        Assert.All(DiffSamples.All, diff =>
        {
            string text = DiffText.Write(diff, 10, width);

            Assert.All(text.Split('\n').Skip(1), line => Assert.InRange(line.Length, 0, width));
            Assert.DoesNotContain("∞", text, StringComparison.Ordinal);
            Assert.All(text, letter => Assert.True(letter == '\n' || !char.IsControl(letter)));
        });
        Assert.DoesNotContain("NaN", DiffText.Write(DiffSamples.Regression, 10, width) + DiffText.Write(DiffSamples.Nothing, 10, width), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_OfAnImprovement_IsNoRegression()
    {
        string text = DiffText.Write(DiffSamples.Improvement, 10, 160);

        Assert.StartsWith("No regression: of 2 roots none takes 5 % and 50.0 µs longer; 1 takes less time.", text, StringComparison.Ordinal);
        Assert.Contains("\n" + DiffText.Faster, text, StringComparison.Ordinal);
        Assert.Equal(Verdict.NoRegression, DiffSamples.Improvement.Verdict);
    }

    private static string Flat(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
