using AsyncProf.External.Tests.Profiles;

namespace AsyncProf.External.Tests.Pull;

/// <summary>Go's own pprof, given the address of the running sample.</summary>
public sealed class GoPprofTests(RunningSample sample) : IClassFixture<RunningSample>
{
    [Fact]
    public async Task Top_OfAnAddress_HasTheMethodsOfTheApp()
    {
        string output = await GoPprof.RunAsync("-sample_index=elapsed", "-top", "-cum", "-nodefraction=0", $"{sample.Address}debug/pprof/asyncprof?seconds=1");

        Assert.Contains("Type: elapsed", output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^.+\sGET /orders/\{id:int\}/summary$", output);
        Assert.Matches(@"(?m)^.+\sShop\.Orders\.SummaryService\.BuildAsync$", output);
        Assert.DoesNotContain("GET /debug", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Top_OfSecondsByItsOwnOption_IsAsLong()
    {
        string output = await GoPprof.RunAsync("-seconds=2", "-top", $"{sample.Address}debug/pprof/asyncprof");

        Assert.Matches(@"(?m)^Duration: ([2-9]|\d\d)(\.\d+)?s", output);
    }

    [Fact]
    public async Task Raw_OfWhatStoresTake_HasNoLabelsAndAPeriod()
    {
        string output = await GoPprof.RunAsync("-raw", $"{sample.Address}debug/pprof/asyncprof?seconds=1&labels=none");

        Assert.Contains("PeriodType: wall nanoseconds", output, StringComparison.Ordinal);
        Assert.Contains("GET /orders/{id:int}/summary", output, StringComparison.Ordinal);
        Assert.DoesNotContain("asyncprof.root", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Top_OfMoreSecondsThanMayBe_SaysWhatMay()
    {
        (int exit, _, string errors) = await GoPprof.TryAsync("-top", $"{sample.Address}debug/pprof/asyncprof?seconds=9999");

        Assert.NotEqual(0, exit);
        Assert.Contains("seconds must be a number from 0.1 to 60.", errors, StringComparison.Ordinal);
    }
}
