using System.Net;
using AsyncProf.AspNetCore.Tests.Apps;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.DependencyInjection;

namespace AsyncProf.AspNetCore.Tests.Access;

/// <summary>What one caller was answered is kept for no other, wherever the app caches: the one may be let in and the other not.</summary>
public sealed class CachedAnswersTests
{
    private static readonly string[] Paths = ["/debug/asyncprof", "/debug/asyncprof/status", "/debug/asyncprof/slow", "/debug/asyncprof/profile?seconds=0", "/debug/asyncprof/slow/none"];

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task Ask_WhereOutputIsCached_IsRefusedAfterALocalAnswer(bool isAfterRouting, bool asksToCache) => await AskAsync(
        app =>
        {
            if (isAfterRouting)
                app.UseRouting();
            app.UseOutputCache();
            if (!isAfterRouting)
                app.UseRouting();
            IEndpointConventionBuilder mapped = app.MapAsyncProf();
            if (asksToCache)
                mapped.CacheOutput(policy => policy.AddPolicy<CacheAll>()).WithMetadata(new OutputCacheAttribute { Duration = 60 });
        },
        builder => builder.Services.AddOutputCache(options => options.AddBasePolicy(policy => policy.AddPolicy<CacheAll>())));

    [Fact]
    public async Task Ask_WhereResponsesAreCached_IsRefusedAfterALocalAnswer() => await AskAsync(
        app =>
        {
            app.UseResponseCaching();
            app.MapAsyncProf();
        },
        builder => builder.Services.AddResponseCaching());

    /// <summary>Asks as a local caller and then as one through a proxy, and looks whether anything of the app is cached at all.</summary>
    private static async Task AskAsync(Action<WebApplication> map, Action<WebApplicationBuilder> build)
    {
        int asked = 0;
        await using TestApp app = await TestApp.StartAsync(
            app =>
            {
                map(app);
                app.MapGet("/cached", context =>
                {
                    context.Response.Headers.CacheControl = "public, max-age=60";
                    return context.Response.WriteAsync($"{++asked}");
                });
            },
            build);

        Assert.Equal("1", await app.Client.GetStringAsync("/cached"));
        Assert.Equal("1", await app.Client.GetStringAsync("/cached"));
        foreach (string path in Paths)
        {
            using HttpResponseMessage local = await app.Client.GetAsync(path);
            using HttpResponseMessage remote = await app.SendAsync(HttpMethod.Get, path, ("Via", "1.1 proxy"));
            using HttpResponseMessage again = await app.Client.GetAsync(path);

            Assert.Equal((HttpStatusCode.Forbidden, local.StatusCode), (remote.StatusCode, again.StatusCode));
            Assert.NotEqual(HttpStatusCode.Forbidden, local.StatusCode);
            Assert.Equal((null, null), (remote.Headers.Age, again.Headers.Age));
        }
    }

    /// <summary>Keeps whatever its status.</summary>
    private sealed class CacheAll : IOutputCachePolicy
    {
        public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
        {
            (context.EnableOutputCaching, context.AllowCacheLookup, context.AllowCacheStorage, context.AllowLocking) = (true, true, true, true);
            context.CacheVaryByRules.QueryKeys = "*";
            return ValueTask.CompletedTask;
        }

        public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

        public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;
    }
}
