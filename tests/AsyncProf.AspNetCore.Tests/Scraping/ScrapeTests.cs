using AsyncProf.AspNetCore.Tests.Apps;
using AsyncProf.Profiles;
using AsyncProf.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace AsyncProf.AspNetCore.Tests.Scraping;

/// <summary>What those get who fetch profiles by themselves, from an app that compresses its answers.</summary>
[Collection(ProcessWide.Name)]
public sealed class ScrapeTests : IAsyncLifetime
{
    private TestApp _app = null!;

    public async Task InitializeAsync()
    {
        _app = await TestApp.StartAsync(
            app =>
            {
                app.UseResponseCompression();
                app.MapAsyncProf();
            },
            builder => builder.Services.AddResponseCompression(),
            new VirtualTime());
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Alloy_OfTheGoPath_TakesTheProfileOfItsInterval()
    {
        AsyncProfile profile = await _app.WhileWorkingAsync(() => new AlloyScrape(interval: 15).FetchAsync(new Uri(_app.Client.BaseAddress!, "/debug/pprof/asyncprof")));

        Assert.Contains(profile.Methods, row => row.Method.EndsWith("TestApp.StepAsync", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Alloy_OfAnIntervalLongerThanMayBe_IsToldSoByTheStatus()
    {
        InvalidDataException error = await Assert.ThrowsAsync<InvalidDataException>(() => new AlloyScrape(interval: 62).FetchAsync(new Uri(_app.Client.BaseAddress!, "/debug/pprof/asyncprof")));

        Assert.Contains("(400)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collector_OfTheGoPath_TakesTheProfile()
    {
        AsyncProfile profile = await _app.WhileWorkingAsync(() => CollectorScrape.FetchAsync(new Uri(_app.Client.BaseAddress!, "/debug/pprof/asyncprof?seconds=10")));

        Assert.Contains(profile.Roots, root => root.Name == "GET /work");
    }
}
