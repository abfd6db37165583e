using AsyncProf.Analyzer.Tests.Diffing;
using AsyncProf.Renderers.Diffs;

namespace AsyncProf.Analyzer.Tests.Renderers.Diffs;

public class DiffMarkdownTests
{
    [Fact]
    public void Write_OfARegression_HasItOnTopAndTheRestFolded()
    {
        string text = DiffMarkdown.Write(DiffSamples.Regression);

        Assert.Contains("🔺 **REGRESSION: 1 of 2 roots takes longer.**", text, StringComparison.Ordinal);
        Assert.InRange(text.IndexOf("GET /orders/{id}", StringComparison.Ordinal), 0, text.IndexOf("<details>", StringComparison.Ordinal));
        Assert.True(text.IndexOf("GET /quiet", StringComparison.Ordinal) > text.IndexOf("1 other roots", StringComparison.Ordinal));
        Assert.Equal(text.Split("<details>").Length, text.Split("</details>").Length);
    }

    [Fact]
    public void Write_OfHostileNames_LetsNoneOutOfItsCell()
    {
        string text = DiffMarkdown.Write(DiffSamples.Hostile);

        Assert.DoesNotContain("</script>", text, StringComparison.Ordinal);
        Assert.DoesNotContain("@me", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202e', text);
        Assert.All(text.Split('\n').Where(line => line.StartsWith("| 🔺", StringComparison.Ordinal)), line => Assert.Equal(9, line.Replace("\\|", "", StringComparison.Ordinal).Count(letter => letter == '|')));
    }

    [Fact]
    public void Write_OfAnyPairOfPrograms_HasAsManyCellsAsColumns() =>
        Assert.All(DiffSamples.All, diff => Assert.All(
            DiffMarkdown.Write(diff).Split('\n').Where(line => line.StartsWith('|')),
            line => Assert.Equal(9, line.Replace("\\|", "", StringComparison.Ordinal).Count(letter => letter == '|'))));
}
