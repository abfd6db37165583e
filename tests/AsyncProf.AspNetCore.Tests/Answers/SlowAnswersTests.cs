using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using AsyncProf.AspNetCore.Tests.Apps;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace AsyncProf.AspNetCore.Tests.Answers;

[Collection(ProcessWide.Name)]
public sealed class SlowAnswersTests
{
    [Fact]
    public async Task Slow_OfAnAppThatKeepsThem_ListsThemAndShowsTheTreeOfATrace()
    {
        using var listener = new ActivityListener { ShouldListenTo = _ => true, Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData };
        ActivitySource.AddActivityListener(listener);
        await using TestApp app = await TestApp.StartAsync(app => app.MapAsyncProf(), builder => builder.Services.AddAsyncProf(options => options.SlowRequest.Threshold = TimeSpan.FromMilliseconds(5)));
        app.Load();

        Match kept;
        do
            kept = Regex.Match(await app.Client.GetStringAsync("/debug/asyncprof/slow"), "^([0-9a-f]{32})  .*GET /work took", RegexOptions.Multiline);
        while (!kept.Success);
        string tree = await app.Client.GetStringAsync($"/debug/asyncprof/slow/{kept.Groups[1].Value.ToUpperInvariant()}");
        using HttpResponseMessage other = await app.Client.GetAsync("/debug/asyncprof/slow/0af7651916cd43dd8448eb211c80319c");

        Assert.Contains("GET /work took", tree, StringComparison.Ordinal);
        Assert.Contains("StepAsync", tree, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
    }
}
