using AsyncProf.Profiles;
using AsyncProf.Profiles.Pprof;

namespace AsyncProf.EndToEnd.Tests.Sample;

/// <summary>The sample, asked for a profile of itself while it answers requests.</summary>
public sealed class PullTests
{
    [Fact]
    public async Task Profile_OfTheSample_HasItsRequests()
    {
        await using SampleProcess sample = await SampleProcess.StartAsync(new Dictionary<string, string>());
        string file = Path.GetTempFileName();
        try
        {
            Task<byte[]> fetched = sample.Client.GetByteArrayAsync("/debug/pprof/asyncprof?seconds=3");
            while (!fetched.IsCompleted)
                await sample.Client.GetStringAsync("/orders/7/summary");
            await File.WriteAllBytesAsync(file, await fetched);

            AsyncProfile profile = ProfileFile.Read(file);

            Assert.Contains(profile.Roots, root => root.Name == "GET /orders/{id:int}/summary");
            Assert.Contains(profile.Methods, row => row.Method == "Shop.Orders.SummaryService.BuildAsync");
            Assert.DoesNotContain(profile.Roots, root => root.Name.Contains("asyncprof", StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
