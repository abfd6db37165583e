using AsyncProf.Diffing.Statistics;

namespace AsyncProf.Analyzer.Tests.Diffing.Statistics;

public class HolmCorrectionTests
{
    /// <summary>What R's <c>p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")</c> gives.</summary>
    [Fact]
    public void Adjust_OfAPublishedExample_IsThePublishedOne() =>
        Assert.Equal([0.03, 0.06, 0.06, 0.02], HolmCorrection.Adjust([0.01, 0.04, 0.03, 0.005]).Select(p => Math.Round(p, 12)));

    [Fact]
    public void Adjust_OfLargeOnes_IsAtMostOne() => Assert.Equal([1, 1], HolmCorrection.Adjust([0.9, 0.6]));

    [Fact]
    public void Adjust_OfNone_IsNone() => Assert.Empty(HolmCorrection.Adjust([]));
}
