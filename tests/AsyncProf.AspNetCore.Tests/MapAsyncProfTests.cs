using System.Net;
using System.Text.Json;
using AsyncProf.Profiles;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AsyncProf.AspNetCore.Tests;

/// <summary>An app of a few requests, asked for profiles by a client as there are.</summary>
public sealed class MapAsyncProfTests : IAsyncLifetime
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(60) };
    private readonly CancellationTokenSource _end = new();
    private WebApplication? _app;
    private Task? _load;

    public async Task InitializeAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddAuthentication();
        builder.Services.AddAuthorization();
        _app = builder.Build();
        _app.UseAuthorization();
        _app.MapGet("/work", WorkAsync);
        _app.MapAsyncProf();
        _app.MapGroup("/ops").MapAsyncProf("/async", options => options.PprofPath = null).RequireAuthorization(policy => policy.RequireAssertion(access => access.Resource is HttpContext { Request.Headers: var headers } && headers["X-Key"] == "let me in"));
        await _app.StartAsync();
        _client.BaseAddress = new Uri(_app.Urls.Single());
        _load = LoadAsync();
    }

    public async Task DisposeAsync()
    {
        await _end.CancelAsync();
        await _load!;
        await _app!.DisposeAsync();
        _client.Dispose();
        _end.Dispose();
    }

    [Theory]
    [InlineData("/debug/asyncprof/profile?seconds=1")]
    [InlineData("/debug/pprof/asyncprof?seconds=1")]
    public async Task Profile_OfALoad_IsPprofWithItsMethodsAndNothingOfOurs(string path)
    {
        using HttpResponseMessage response = await _client.GetAsync(path);
        byte[] body = await response.Content.ReadAsByteArrayAsync();

        Assert.Equal((HttpStatusCode.OK, "application/octet-stream"), (response.StatusCode, response.Content.Headers.ContentType?.ToString()));
        Assert.Empty(response.Content.Headers.ContentEncoding);
        Assert.Equal([0x1f, 0x8b], body[..2]);
        AsyncProfile profile = Load(body);
        RootRow work = profile.Roots.Single(root => root.Name == "GET /work");
        Assert.InRange(work.Count, 3, 1000);
        Assert.InRange(profile.Recording.DurationNs, 0.9e9, 5e9);
        Assert.Contains(profile.Methods, row => row.Method.EndsWith("MapAsyncProfTests.StepAsync", StringComparison.Ordinal));
        Assert.DoesNotContain(profile.Roots, root => root.Name.Contains("asyncprof", StringComparison.Ordinal) || root.Name.Contains("AsyncProf.Windows", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Profile_AskedForAHundredTimesAtOnce_IsOne()
    {
        byte[][] bodies = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => _client.GetByteArrayAsync("/debug/asyncprof/profile?seconds=5")));

        Assert.Single(bodies.Select(Convert.ToHexString).Distinct());
    }

    [Fact]
    public async Task Profile_OfMoreLengthsAtOnceThanMayBe_SaysWhenToComeAgain()
    {
        using var ended = new CancellationTokenSource();
        Task[] held = [.. Enumerable.Range(40, 2).Select(seconds => _client.GetAsync($"/debug/asyncprof/profile?seconds={seconds}", ended.Token))];
        HttpResponseMessage response;
        do
            response = await _client.GetAsync("/debug/asyncprof/profile?seconds=0.1");
        while (response.StatusCode == HttpStatusCode.OK);

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.InRange(response.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 41);
        Assert.Equal("1", response.Headers.GetValues("X-Go-Pprof").Single());

        await ended.CancelAsync(); // who is gone holds no place
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(held));
        do
            response = await _client.GetAsync("/debug/asyncprof/profile?seconds=0.1");
        while (response.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Report_OfALoad_IsAPageAndTreeIsText()
    {
        using HttpResponseMessage page = await _client.GetAsync("/debug/asyncprof/report?seconds=0.5");
        string tree = await _client.GetStringAsync("/debug/asyncprof/tree?seconds=0.5");

        Assert.Equal("text/html; charset=utf-8", page.Content.Headers.ContentType?.ToString());
        Assert.Contains("StepAsync", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("GET /work", tree, StringComparison.Ordinal);
        Assert.Contains("StepAsync", tree, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Index_OfAGroup_LeadsToWhatIsThere()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/ops/async");
        request.Headers.Add("X-Key", "let me in");
        using HttpResponseMessage response = await _client.SendAsync(request);
        string page = await response.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("href=\"/ops/async/profile?seconds=5\"", page, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_OfTheProfiler_IsJson()
    {
        using JsonDocument status = JsonDocument.Parse(await _client.GetStringAsync("/debug/asyncprof/status"));

        Assert.Equal(0, status.RootElement.GetProperty("faults").GetInt64());
        Assert.True(status.RootElement.TryGetProperty("lostEvents", out _));
        Assert.Contains("No slow request", await _client.GetStringAsync("/debug/asyncprof/slow"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/ops/async", null, HttpStatusCode.InternalServerError)] // no scheme to challenge by: not let in
    [InlineData("/debug/asyncprof", "shop.example", HttpStatusCode.Forbidden)]
    [InlineData("/debug/asyncprof/profile?seconds=9999999", null, HttpStatusCode.BadRequest)]
    [InlineData("/debug/asyncprof/slow/..%2f..%2fetc%2fpasswd", null, HttpStatusCode.NotFound)]
    [InlineData("/debug/asyncprof/slow/0af7651916cd43dd8448eb211c80319c", null, HttpStatusCode.NotFound)]
    [InlineData("/debug/asyncprof/../../etc/passwd", null, HttpStatusCode.NotFound)]
    public async Task Ask_WhatMayNotBe_IsRefused(string path, string? host, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = host;

        using HttpResponseMessage response = await _client.SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public void Map_WithWrongOptions_SaysSoWhenItIsMapped()
    {
        OptionsValidationException error = Assert.Throws<OptionsValidationException>(() => _app!.MapAsyncProf("/other", options => options.MaximumWindows = 99));

        Assert.Equal("MaximumWindows must be from 1 to 16; it is 99.", error.Message);
    }

    private static async Task<string> WorkAsync()
    {
        await StepAsync();
        return "done";
    }

    private static async Task StepAsync() => await Task.Delay(20);

    private static AsyncProfile Load(byte[] body)
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, body);
            return AsyncProfile.Load(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private async Task LoadAsync()
    {
        while (!_end.IsCancellationRequested)
            await _client.GetStringAsync("/work");
    }
}
