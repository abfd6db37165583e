using AsyncProf.Findings;
using AsyncProf.Profiles;
using AsyncProf.Renderers;
using AsyncProf.Testing;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Analyzer.Tests.Findings;

/// <summary>What a finding costs, next to the roots it lies in.</summary>
public class ImpactTests
{
    [Theory]
    [InlineData(80, 0.1, false)]
    [InlineData(1_980, 0.005, true)]
    public void Find_ABlockedThread_TellsTimeAndShare(long rest, double share, bool isMinor)
    {
        AsyncProfile profile = Playback.Of(s =>
        {
            SimTask load = s.Method("Load", [new Step.Await(s.Delay(10))]);
            return s.Method("Handler", [new Step.Yield(), new Step.Start(load), new Step.Block(load), new Step.Await(s.Delay(rest))]);
        }).Profile;

        Finding finding = Assert.Single(FindingRules.Find(profile), found => found.Id == "sync-over-async");

        Assert.Equal(10_000_000, finding.ImpactNs);
        Assert.Equal(share, finding.ImpactShare!.Value, 3);
        Assert.Equal(isMinor, finding.IsMinor);
    }

    [Fact]
    public void Write_AMinorFinding_CountsItUnlessAskedForAll()
    {
        Finding[] findings = [new Finding("a", Severity.Warning, "Shop.Large", "Much.", "Do.") { ImpactNs = 5_000_000, ImpactShare = 0.25 }, new Finding("b", Severity.Warning, "Shop.Small", "Little.", "Do.") { ImpactNs = 5_000, ImpactShare = 0.002 }];

        string text = FindingsText.Write(findings), all = FindingsText.Write(findings, withMinor: true);

        Assert.StartsWith("warning a: Shop.Large (5.00 ms, 25 % of its roots)\n", text, StringComparison.Ordinal);
        Assert.EndsWith("1 finding of less than 1 % of its roots: --all-findings shows them.\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Shop.Small", text, StringComparison.Ordinal);
        Assert.Contains("warning b: Shop.Small (5.00 µs, below 1 % of its roots)", all, StringComparison.Ordinal);
    }

    [Fact]
    public void IsMinor_OfAnError_IsFalse() => Assert.False(new Finding("a", Severity.Error, "X", "", "") { ImpactNs = 1, ImpactShare = 0 }.IsMinor);

    [Fact]
    public void IsMinor_OfDataQuality_IsFalse() => Assert.False(new Finding("a", Severity.Warning, "", "", "").IsMinor);
}
