using AsyncProf.Findings;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.EndToEnd.Tests.Sample;

/// <summary>The sample's planted faults, each found in the profile that the hosted service keeps, and their sound twins, of which nothing is said.</summary>
[Collection(nameof(RequestTreeTests))] // one after the other: both look at short waits
[Trait(Tier.Name, Tier.Deep)]
public sealed class FindingsTests(FaultRuns runs) : IClassFixture<FaultRuns>
{
    [Theory]
    [InlineData("sync-over-async", "GET /faults/sync-over-async")]
    [InlineData("pool-starvation", "Shop.Faults.FaultEndpoints.HoldThread")]
    [InlineData("n-plus-one", "Shop.Faults.FaultEndpoints.NPlusOneAsync")]
    [InlineData("fire-and-forget", "Shop.Faults.FaultEndpoints.SendMailAsync")]
    [InlineData("straggler", "Shop.Faults.FaultEndpoints.StragglerAsync")]
    [InlineData("contended-lock", "Shop.Faults.FaultEndpoints.PayAsync")]
    [InlineData("long-hold", "Shop.Faults.FaultEndpoints.LongHoldAsync")]
    [InlineData("yield-loop", "Shop.Faults.FaultEndpoints.YieldLoopAsync")]
    [InlineData("never-completed", "Shop.Faults.FaultEndpoints.WaitForReceiptAsync")]
    public void Find_AFaultOfTheSample_IsFoundInItsMethod(string id, string subject) =>
        Assert.True(runs.Faults.Any(finding => finding.Id == id && finding.Subject == subject), FaultRuns.Text(runs.Faults));

    [Fact]
    public void Find_EndpointsThatAwaitWhatNoEventNames_SaysNothingForTheCodeNamesIt() =>
        Assert.False(runs.Unknown.Any(finding => finding.Id == "unknown-awaits"), FaultRuns.Text(runs.Unknown));

    [Fact]
    public void Find_TheSoundTwinsOfAllFaults_SaysNothing() => Assert.True(runs.Sound.Count == 0, FaultRuns.Text(runs.Sound));

    [Fact]
    public void Find_EachFault_IsSaidOfItsOwnEndpointAlone()
    {
        // Nine faults, each in one method.
        Assert.True(runs.Faults.Count == 9, FaultRuns.Text(runs.Faults));
    }
}
