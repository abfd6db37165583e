using AsyncProf.Engine;
using AsyncProf.Events;
using AsyncProf.Profiles;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AsyncProf.Runtime.Tests.Live;

/// <summary>Requests of a real server in this process.</summary>
[Collection(LiveCollection.Name)]
public class HostRequestTests
{
    [Fact]
    public async Task WithoutLoggingOrTracing_RequestsComeFromTheServersOwnEvents()
    {
        AsyncProfile profile = await ServeAsync(logging: false, 3);

        RootRow root = Assert.Single(profile.Roots, root => root.Kind == RootKind.Request);
        Assert.Equal("GET /slow/{id}", root.Name);
        Assert.Equal(3, root.Count);
        Assert.Equal(3, Assert.Single(profile.Methods, row => row.Method == $"{typeof(HostRequestTests).FullName}.SlowAsync").Calls);
    }

    [Fact]
    public async Task WithLogging_TheActivityStandsForTheRequestOnce()
    {
        AsyncProfile profile = await ServeAsync(logging: true, 3);

        RootRow root = Assert.Single(profile.Roots, root => root.Kind == RootKind.Request);
        Assert.Equal(3, root.Count);
        Near.Ms(3 * 20, root.WallNs);
        Assert.Equal(root.ElapsedNs, root.WallNs);
    }

    [Fact]
    public async Task ManyRequests_KeepNothingOnceTheyAreCharged()
    {
        ProfilerEngine engine = ProfilerEngine.Acquire();
        try
        {
            AsyncProfile profile = await ServeAsync(logging: true, 100);
            await Task.Delay(200);
            var kept = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            engine.AfterNow(() =>
            {
                engine.Snapshot();
                kept.SetResult(engine.OperationsKept());
            });

            Assert.Equal(100, Assert.Single(profile.Roots, root => root.Kind == RootKind.Request).Count);
            Assert.InRange(await kept.Task, 0, 200); // the server's own loops and what the client has open, not 100 requests of 10
            Assert.Equal(0, engine.Faults);
        }
        finally
        {
            ProfilerEngine.Release();
        }
    }

    [Fact]
    public async Task SlowRequests_AreKeptWithTheirTreesThoughNobodySampledThem()
    {
        await ServeAsync(logging: true, 3);

        string method = $"{typeof(HostRequestTests).FullName}.SlowAsync";
        SlowRequest[] kept = [.. AsyncProfiler.SlowRequests.Select(slow => slow.FoldFramework()).Where(slow => slow.Tree.Children.Any(child => child.Name == method))];
        Assert.InRange(kept.Length, 3, 32);
        Assert.All(kept, slow => Assert.Matches("^[0-9a-f]{32}$", slow.TraceId));
        Assert.All(kept, slow => Assert.InRange(DateTime.UtcNow - slow.StartUtc, TimeSpan.Zero, TimeSpan.FromMinutes(5)));
    }

    private static async Task<AsyncProfile> ServeAsync(bool logging, int requests)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        if (logging)
            builder.Logging.AddFilter(_ => true).AddProvider(new SilentLoggerProvider());
        builder.Services.AddAsyncProf(options => options.SlowRequest.Threshold = TimeSpan.FromMilliseconds(5));
        await using WebApplication app = builder.Build();
        app.MapGet("/slow/{id}", SlowAsync);
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        await client.GetStringAsync("/slow/0"); // the first one is compiled
        await Task.Delay(200); // and has been charged before the scope begins
        await using ProfilerScope scope = AsyncProfiler.Start(new ProfilerScopeOptions { ProcessWide = true });
        var watch = System.Diagnostics.Stopwatch.StartNew();
        for (int i = 1; i <= requests; i++)
            Assert.Equal("slow", await client.GetStringAsync($"/slow/{i}"));
        Near.Overshoot = Math.Max(0, watch.Elapsed.TotalMilliseconds - (requests * 20));
        await Task.Delay(200); // the last answer is there before its request has ended
        AsyncProfile profile = await scope.StopAsync();
        await app.StopAsync();
        return profile;
    }

    private static async Task<string> SlowAsync(string id)
    {
        await Task.Delay(20);
        return "slow";
    }
}
