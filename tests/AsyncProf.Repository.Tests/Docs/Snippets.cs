using System.Collections.Concurrent;
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

    public static void Pull(WebApplication app)
    {
        app.MapAsyncProf();
        app.MapAsyncProf("/ops/asyncprof").RequireAuthorization("Operations");
        app.MapAsyncProf("/ops/asyncprof", options =>
        {
            options.DefaultSeconds = 10;
            options.MaximumSeconds = 30;
            options.Measured = MeasuredUse.Allocations;
            options.PprofPath = null;
        });
        app.MapAsyncProf().RequireAuthorization("Operations");
        app.MapAsyncProf(configure: options => options.OpenPort = 8081);
    }

    public static async Task Measured()
    {
        await using var scope = AsyncProfiler.Start(new ProfilerScopeOptions { Measured = MeasuredUse.Allocations | MeasuredUse.Cpu });
        await WorkAsync();
        AsyncProfile profile = await scope.StopAsync();
        foreach (MethodRow method in profile.Methods)
            Console.WriteLine($"{method.Method}: {method.UsedSelf.AllocatedBytes} bytes, {method.UsedSelf.CpuNs / 1e6} ms on processors");
    }

    public static void Slow(WebApplication app)
    {
        app.MapGet("/slow-requests", () => string.Join('\n', AsyncProfiler.SlowRequests.Select(slow => $"{slow}\n{TextReport.Tree(slow.FoldFramework().Tree)}")));
    }

    public static void Health(WebApplication app)
    {
        app.MapGet("/health/profiler", () => AsyncProfiler.Status);
    }

    public static async Task<long[]> MyFuncAsync()
    {
        await Task.Yield();
        long[] a = Repeat(1, 1_000_000);
        long[]? b = Repeat(2, 20_000_000);
        b = null;
        await Task.Yield();
        return a;
    }

    public static async Task<long> ManagedPartAsync()
    {
        await Task.Yield();
        return SumOfSquares(1_000_000_000);
    }

    public static async Task<(long[] X, double[] Y)> NativePartAsync()
    {
        await Task.Yield();
        long[] x = Count(10_000_000);
        double[] y = RandomNumbers(100_000_000);
        return (x, y);
    }

    private static async Task WorkAsync() => await Task.Delay(1);

    private static long[] Repeat(long value, int count) => [.. Enumerable.Repeat(value, count)];

    private static long[] Count(int count) => [.. Enumerable.Range(0, count)];

    private static long SumOfSquares(int count) => Count(count).Sum(number => number * number);

    private static double[] RandomNumbers(int count) => [.. Count(count).Select(_ => Random.Shared.NextDouble())];

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

    public sealed class QuoteCache(Carrier carrier)
    {
        private readonly ConcurrentDictionary<string, Quote> _quotes = new();

        public async Task<Quote> GetAsync(string sku, string customer)
        {
            string key = $"{sku}/{customer}";
            if (_quotes.TryGetValue(key, out Quote? known))
                return known;
            byte[] answer = await carrier.AskAsync(sku);
            Quote quote = Parse(answer);
            _quotes[key] = quote;
            return quote;
        }

        private static Quote Parse(byte[] answer)
        {
            var table = new decimal[answer.Length / 24];
            for (int i = 0; i < table.Length; i++)
                table[i] = answer[i * 24];
            return new Quote(table[0], table);
        }
    }

    public sealed record Quote(decimal Price, decimal[] Table);

    public sealed record Line(string Article, decimal Price);

    public abstract class Carrier
    {
        public abstract Task<byte[]> AskAsync(string sku);
    }

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
