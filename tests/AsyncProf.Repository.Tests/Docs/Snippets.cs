using AsyncProf.Profiles;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Trace;

namespace AsyncProf.Repository.Tests.Docs;

/// <summary>The code of README and docs, compiled. <see cref="DocsTests"/> checks that it is the same.</summary>
internal static class Snippets
{
    public static void OwnApp(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddAsyncProf();
        builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing
            .AddAspNetCoreInstrumentation()
            .AddHttpClientInstrumentation()
            .AddAsyncProfInstrumentation()
            .AddOtlpExporter());
    }

    public static async Task Scope()
    {
        await using var scope = AsyncProfiler.Start();
        await WorkAsync();
        AsyncProfile profile = await scope.StopAsync();
        Console.WriteLine(TextReport.Methods(profile));
        Console.WriteLine(TextReport.Tree(profile.Tree));
        Console.WriteLine(TextReport.Quality(profile.Recording));
        profile.Save("work.pb.gz"); // for asyncprof report, go tool pprof, speedscope
    }

    public static void Keep(AsyncProfile profile)
    {
        profile.Save("work.pb.gz");
    }

    public static void Options(WebApplicationBuilder builder)
    {
        builder.Services.AddAsyncProf(options =>
        {
            options.Spans.MinimumDuration = TimeSpan.FromMilliseconds(1);
            options.Spans.MaximumPerSecond = 500;
        });
    }

    public static async Task ProcessWide()
    {
        await using var scope = AsyncProfiler.Start(new ProfilerScopeOptions { ProcessWide = true });
        await WorkAsync();
        AsyncProfile profile = (await scope.StopAsync()).FoldFramework();
        foreach (MethodRow method in profile.Methods)
            Console.WriteLine($"{method.Method}: {method.Calls} calls, waiting {method.TaskSelf.WaitingNs / 1e6} ms");
    }

    public static void Slow(WebApplication app)
    {
        app.MapGet("/slow-requests", () => string.Join('\n', AsyncProfiler.SlowRequests.Select(slow => $"{slow}\n{TextReport.Tree(slow.FoldFramework().Tree)}")));
    }

    public static void Health(WebApplication app)
    {
        app.MapGet("/health/profiler", () => AsyncProfiler.Status);
    }

    private static async Task WorkAsync() => await Task.Delay(1);

    public sealed class Tracking(Shipments shipments, Prices prices)
    {
        private readonly List<string> _log = [];

        public async Task<string> WaitAsync(int id)
        {
            byte[] label = await prices.LabelOfAsync(id);
            List<Line> lines = prices.LinesOf(id);
            _log.Add($"{id}: {label.Length} bytes");
            await shipments.NextAsync(id);
            return $"{lines.Count} lines, label of {label.Length} bytes, {_log.Count}";
        }
    }

    public sealed record Line(string Article, decimal Price);

    public abstract class Prices
    {
        public abstract Task<byte[]> LabelOfAsync(int id);

        public abstract List<Line> LinesOf(int id);
    }

    public abstract class Shipments
    {
        public abstract Task NextAsync(int id);
    }
}
