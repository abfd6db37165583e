using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using AsyncProf.AspNetCore.Tests.Apps;
using AsyncProf.Profiles;
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

    [Fact]
    public async Task Slow_OfAnAppOfWhichProfilesAreFetched_HasNotTheirRequests()
    {
        DirectoryInfo kept = Directory.CreateTempSubdirectory("asyncprof-tests-");
        await using (TestApp app = await TestApp.StartAsync(
            app => app.MapGroup("/ops").MapAsyncProf(),
            builder => builder.Services.AddAsyncProf(options =>
            {
                options.SlowRequest.Threshold = TimeSpan.FromMilliseconds(10);
                options.Triggers.SlowRequest = TimeSpan.FromSeconds(1.5);
                options.Profiles.Directory = kept.FullName;
            })))
        {
            await app.Client.GetByteArrayAsync("/ops/debug/asyncprof/profile?seconds=2");
            await app.Client.GetStringAsync("/ops/debug/asyncprof/tree?seconds=2");
            app.Load();
            string slow;
            do
                slow = await app.Client.GetStringAsync("/ops/debug/asyncprof/slow");
            while (!slow.Contains("GET /work took", StringComparison.Ordinal));
            Assert.DoesNotContain("asyncprof", slow, StringComparison.Ordinal);
        }

        AsyncProfile profile = AsyncProfile.Load(Assert.Single(kept.GetFiles()).FullName);
        kept.Delete(recursive: true);
        Assert.Contains(profile.Roots, root => root.Name == "GET /work");
        Assert.DoesNotContain(profile.Roots, root => root.Name.Contains("asyncprof", StringComparison.Ordinal));
    }
}
