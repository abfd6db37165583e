using AsyncProf.Profiles;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.EndToEnd.Tests.Sample;

/// <summary>The sample on .NET 11, compiled with runtime-async: its requests have the same trees, and what it awaits has names.</summary>
[Collection(nameof(RequestTreeTests))]
[Trait(Tier.Name, Tier.Deep)]
public sealed class RuntimeAsyncSampleTests(RuntimeAsyncSample sample) : RequestTrees(sample), IClassFixture<RuntimeAsyncSample>
{
    private const double MostUnknown = 0.02;

    [Fact]
    public async Task Demo_TellsTheFrameworksMethodsAndWhatTheyAwait()
    {
        AsyncProfile profile = await sample.DemoAsync();

        Assert.NotEqual(0, profile.Recording.Dispatches);
        Assert.Equal(0, profile.Recording.IllegalTransitions);
        Assert.Superset(
            new HashSet<string>
            {
                "System.Net.Http.HttpConnection.SendAsync",
                "System.Net.Http.HttpClient.GetStringAsyncCore",
                "System.IO.Pipelines.PipeReader.ReadAtLeastAsyncCore",
                "Microsoft.AspNetCore.Server.Kestrel.Core.Internal.Http.HttpProtocol.ProcessRequestsAsync",
            },
            profile.Methods.Select(row => row.Method).ToHashSet());

        // A watcher of the settings' files began before the profiler, and has not gone on since: its name is nowhere.
        long unknown = profile.Methods.Where(row => row.Method != "(begun before recording)").SelectMany(row => row.Waits).Where(wait => wait.On == "(unknown)").Sum(wait => wait.ElapsedNs);
        Assert.InRange((double)unknown / profile.Tree.ElapsedTotal.TotalNs, 0, MostUnknown);
        foreach (string method in (string[])["Shop.Orders.MemoryOrderStore.LoadAsync", "Shop.Stock.StockRoom.CountAsync"])
            Assert.All(Assert.Single(profile.Methods, row => row.Method == method).Waits, wait => Assert.Equal("Task.Delay", wait.On));
    }
}
