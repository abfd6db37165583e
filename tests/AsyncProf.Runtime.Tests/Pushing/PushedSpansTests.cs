using System.Collections.Concurrent;
using System.Diagnostics;
using AsyncProf.Hosting;
using AsyncProf.Runtime.Tests.Live;
using AsyncProf.Testing.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AsyncProf.Runtime.Tests.Pushing;

/// <summary>What an app pushes of its requests says whose spans they were.</summary>
[Collection(LiveCollection.Name)]
public sealed class PushedSpansTests : IDisposable
{
    private readonly PyroscopeStandIn _store = new();
    private readonly ConcurrentBag<(string Span, string Trace)> _spans = [];

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Requests_OfAnAppThatPushes_HaveTheirSpansOnTheirSamples()
    {
        await ServeAsync();

        (string Span, string Trace)[] pushed = [.. _store.Profiles.SelectMany(SpansOf).Distinct()];
        Assert.Empty(_store.Refusals);
        Assert.NotEmpty(pushed);
        Assert.Subset(_spans.ToHashSet(), pushed.ToHashSet());
        Assert.DoesNotContain(_store.Series.Keys, series => series.Labels.Contains("span_id", StringComparison.Ordinal) || series.Labels.Contains("trace_id", StringComparison.Ordinal));
    }

    private async Task ServeAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddFilter(_ => true).AddProvider(new SilentLoggerProvider()); // so there are activities
        builder.Services.AddAsyncProf(options =>
        {
            options.OverheadBudget = 1;
            options.Push.Endpoint = _store.Server.Url;
            options.Push.SampleLabels = PushedLabels.Trace;
        });
        await using WebApplication app = builder.Build();
        app.MapGet("/slow/{id}", SlowAsync);
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        for (int i = 0; i < 20; i++)
            await client.GetStringAsync($"/slow/{i}");
        await app.StopAsync();
    }

    private async Task<string> SlowAsync(string id)
    {
        _spans.Add((Activity.Current!.SpanId.ToHexString(), Activity.Current.TraceId.ToHexString()));
        await Task.Delay(20);
        return id;
    }

    private static IEnumerable<(string Span, string Trace)> SpansOf(StoreProfile profile)
    {
        string? Label((long Key, long Text, long Number)[] labels, string key) => labels.Where(label => profile.Strings[(int)label.Key] == key).Select(label => profile.Strings[(int)label.Text]).FirstOrDefault();
        return from sample in profile.Samples where Label(sample.Labels, "span_id") is not null select (Label(sample.Labels, "span_id")!, Label(sample.Labels, "trace_id")!);
    }
}
