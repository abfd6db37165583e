using System.Net;
using AsyncProf.AspNetCore.Tests.Apps;
using AsyncProf.Testing;
using Microsoft.AspNetCore.Builder;

namespace AsyncProf.AspNetCore.Tests.Windows;

/// <summary>Many who ask at once, while the endpoint's clock stands still.</summary>
[Collection(ProcessWide.Name)]
public sealed class CrowdTests
{
    private readonly VirtualTime _time = new();

    [Fact]
    public async Task Profile_AskedForAHundredTimesAtOnce_IsOneForThoseWhoMayWait()
    {
        await using TestApp app = await TestApp.StartAsync(app => app.MapAsyncProf(), time: _time);

        Task<HttpResponseMessage>[] asked = [.. Enumerable.Range(0, 100).Select(_ => app.Client.GetAsync("/debug/asyncprof/profile?seconds=5"))];
        await app.BegunAsync(100);
        Assert.Equal("done", await app.Client.GetStringAsync("/work")); // the app itself goes on
        Task<HttpResponseMessage[]> all = Task.WhenAll(asked);
        await _time.RunAsync(all);

        ILookup<HttpStatusCode, HttpResponseMessage> answers = (await all).ToLookup(answer => answer.StatusCode);
        Assert.Equal((64, 36), (answers[HttpStatusCode.OK].Count(), answers[HttpStatusCode.TooManyRequests].Count()));
        Assert.All(answers[HttpStatusCode.TooManyRequests], answer => Assert.Equal(TimeSpan.FromSeconds(5), answer.Headers.RetryAfter!.Delta));
        byte[][] bodies = await Task.WhenAll(answers[HttpStatusCode.OK].Select(answer => answer.Content.ReadAsByteArrayAsync()));
        Assert.Single(bodies.Select(Convert.ToHexString).Distinct());
    }

    [Fact]
    public async Task Profile_OfMoreLengthsAtOnceThanMayBe_SaysWhenToComeAgain()
    {
        await using TestApp app = await TestApp.StartAsync(app => app.MapAsyncProf(), time: _time);
        using var gone = new CancellationTokenSource();
        Task<byte[]> first = app.Client.GetByteArrayAsync("/debug/asyncprof/profile?seconds=41", gone.Token);
        Task<byte[]> second = app.Client.GetByteArrayAsync("/debug/pprof/asyncprof?seconds=40");
        await app.BegunAsync(2);

        using HttpResponseMessage refused = await app.Client.GetAsync("/debug/asyncprof/profile?seconds=1");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(40), refused.Headers.RetryAfter!.Delta);
        Assert.Equal("1", refused.Headers.GetValues("X-Go-Pprof").Single());

        await gone.CancelAsync(); // who is gone holds no place
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await app.BegunAsync(1); // the one refused
        Task<HttpResponseMessage> third = UntilThereIsAPlaceAsync(app, "/debug/asyncprof/profile?seconds=1");
        await _time.RunAsync(Task.WhenAll(second, third));
        Assert.Equal(HttpStatusCode.OK, (await third).StatusCode);
    }

    [Fact]
    public async Task Profile_InAllFormsAtOnce_IsRecordedOnce()
    {
        await using TestApp app = await TestApp.StartAsync(app => app.MapAsyncProf(configure: options => options.MaximumWindows = 1), time: _time);

        Task<string>[] asked = [.. new[] { "tree", "report", "tree", "report" }.Select(form => app.Client.GetStringAsync($"/debug/asyncprof/{form}?seconds=3"))];
        await app.BegunAsync(4);
        Task<string[]> all = Task.WhenAll(asked);
        await _time.RunAsync(all);

        string[] answers = await all;
        Assert.Equal((answers[0], answers[1]), (answers[2], answers[3]));
    }

    private static async Task<HttpResponseMessage> UntilThereIsAPlaceAsync(TestApp app, string path)
    {
        while (true)
        {
            HttpResponseMessage response = await app.Client.GetAsync(path);
            if (response.StatusCode != HttpStatusCode.TooManyRequests)
                return response;
            response.Dispose();
        }
    }
}
