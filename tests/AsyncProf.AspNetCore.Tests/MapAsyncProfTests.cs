using System.Net;
using System.Text.Json;
using AsyncProf.AspNetCore.Tests.Apps;
using AsyncProf.Profiles;
using AsyncProf.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AsyncProf.AspNetCore.Tests;

/// <summary>An app that works, asked for profiles of itself.</summary>
[Collection(ProcessWide.Name)]
public sealed class MapAsyncProfTests : IAsyncLifetime
{
    private TestApp _app = null!;

    public async Task InitializeAsync() => _app = await TestApp.StartAsync(app => app.MapAsyncProf(), time: new VirtualTime());

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Theory]
    [InlineData("/debug/asyncprof/profile?seconds=1")]
    [InlineData("/debug/pprof/asyncprof?seconds=1")]
    public async Task Profile_OfWork_IsPprofWithItsMethodsAndNothingOfOurs(string path)
    {
        using HttpResponseMessage response = await _app.WhileWorkingAsync(() => _app.Client.GetAsync(path));
        byte[] body = await response.Content.ReadAsByteArrayAsync();

        Assert.Equal((HttpStatusCode.OK, "application/octet-stream"), (response.StatusCode, response.Content.Headers.ContentType?.ToString()));
        Assert.Equal("attachment; filename=\"asyncprof.pb.gz\"", response.Content.Headers.ContentDisposition?.ToString());
        Assert.Empty(response.Content.Headers.ContentEncoding);
        Assert.Equal([0x1f, 0x8b], body[..2]);
        AsyncProfile profile = Load(body);
        RootRow work = profile.Roots.Single(root => root.Name == "GET /work");
        Assert.InRange(work.Count, 1, 25);
        Assert.Contains(profile.Methods, row => row.Method.EndsWith("TestApp.StepAsync", StringComparison.Ordinal));
        Assert.DoesNotContain(profile.Roots, root => root.Name.Contains("asyncprof", StringComparison.Ordinal) || root.Name.Contains("AsyncProf.Windows", StringComparison.Ordinal));
        Assert.DoesNotContain(profile.Methods, row => row.Method.StartsWith("AsyncProf.Windows.", StringComparison.Ordinal) || row.Method.StartsWith("AsyncProf.Answers.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Report_OfWork_IsAPageAndTreeIsText()
    {
        using HttpResponseMessage page = await _app.WhileWorkingAsync(() => _app.Client.GetAsync("/debug/asyncprof/report?seconds=0.5"));
        string tree = await _app.WhileWorkingAsync(() => _app.Client.GetStringAsync("/debug/asyncprof/tree?seconds=0.5"));

        Assert.Equal("text/html; charset=utf-8", page.Content.Headers.ContentType?.ToString());
        Assert.Contains("StepAsync", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("GET /work", tree, StringComparison.Ordinal);
        Assert.Contains("StepAsync", tree, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_OfTheProfiler_IsJson()
    {
        using JsonDocument status = JsonDocument.Parse(await _app.Client.GetStringAsync("/debug/asyncprof/status"));

        Assert.Equal(0, status.RootElement.GetProperty("faults").GetInt64());
        Assert.True(status.RootElement.TryGetProperty("lostEvents", out _));
    }

    [Fact]
    public async Task Index_OfAGroup_LeadsToWhatIsThere()
    {
        await using TestApp app = await TestApp.StartAsync(app => app.MapGroup("/ops").MapAsyncProf("/async", options => options.PprofPath = null));

        foreach (string path in (string[])["/ops/async", "/ops/async/"])
        {
            string page = await app.Client.GetStringAsync(path);
            Assert.Contains("href=\"/ops/async/profile?seconds=5\"", page, StringComparison.Ordinal);
        }

        using HttpResponseMessage nothing = await app.Client.GetAsync("/ops/debug/pprof/asyncprof");
        Assert.Equal(HttpStatusCode.NotFound, nothing.StatusCode);
    }

    [Theory]
    [InlineData("/debug/asyncprof", "/debug/asyncprof/profile/")]
    [InlineData("/debug/asyncprof/", "/Debug/Asyncprof/Profile")]
    [InlineData("debug/asyncprof", "/debug/asyncprof/profile")]
    public async Task Map_WithAPprofPathThatIsTheProfiles_HasItOnce(string pattern, string path)
    {
        await using TestApp app = await TestApp.StartAsync(app => app.MapAsyncProf(pattern, options => options.PprofPath = path), time: new VirtualTime());

        using HttpResponseMessage response = await app.WhileWorkingAsync(() => app.Client.GetAsync("/debug/asyncprof/profile?seconds=0.5"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Map_OfNothing_AnswersNothing()
    {
        await using TestApp app = await TestApp.StartAsync(_ => { }, builder => builder.Services.AddAsyncProf());

        foreach (string path in (string[])["/debug/asyncprof", "/debug/asyncprof/profile", "/debug/asyncprof/status", "/debug/pprof/asyncprof"])
        {
            using HttpResponseMessage response = await app.Client.GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }
    }

    [Fact]
    public async Task Stop_OfTheApp_AnswersWithWhatThereIs()
    {
        await using TestApp app = await TestApp.StartAsync(app => app.MapAsyncProf(), time: new VirtualTime()); // which never goes on
        Task<byte[]> body = app.Client.GetByteArrayAsync("/debug/asyncprof/profile?seconds=60");
        await app.BegunAsync(1);

        await app.App.StopAsync();

        Assert.True(Load(await body).Recording.DurationNs > 0);
    }

    [Fact]
    public async Task Profile_LongerThanTheAppGivesARequest_IsAnsweredByTheApp()
    {
        await using TestApp app = await TestApp.StartAsync(
            app =>
            {
                app.UseRequestTimeouts();
                app.MapAsyncProf().WithRequestTimeout(TimeSpan.FromMilliseconds(100));
            },
            builder => builder.Services.AddRequestTimeouts(),
            new VirtualTime());

        using HttpResponseMessage response = await app.Client.GetAsync("/debug/asyncprof/profile?seconds=60");

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
    }

    [Fact]
    public void Map_WithWrongOptions_SaysSoWhenItIsMapped()
    {
        OptionsValidationException error = Assert.Throws<OptionsValidationException>(() => _app.App.MapAsyncProf("/other", options => options.MaximumWindows = 99));

        Assert.Equal("MaximumWindows must be from 1 to 16; it is 99.", error.Message);
    }

    private static AsyncProfile Load(byte[] body) => FetchedProfile.Load(body);
}
