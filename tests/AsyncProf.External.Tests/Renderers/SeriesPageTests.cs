using AsyncProf.Findings;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Renderers;
using AsyncProf.Testing;
using AsyncProf.Testing.Simulation;
using Microsoft.Playwright;

namespace AsyncProf.External.Tests.Renderers;

/// <summary>What a process took over its time, on the page and in a real browser.</summary>
public sealed class SeriesPageTests(Browser browser) : IClassFixture<Browser>, IDisposable
{
    private const string Hostile = "</script><img src=x onerror=\"document.title='owned'\">";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");
    private readonly List<string> _errors = [];

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Plots_OfARecording_BeginWithThePeakAndShowTheSecondThatIsChosen()
    {
        IPage page = await OpenAsync(Profile("Shop.Load"));

        Assert.Equal(["working set", "running", "waiting"], await page.Locator(".plot > span:first-child").AllTextContentsAsync());
        Assert.Equal("100 MB at 2 s", await page.Locator(".plot > span:last-child").First.TextContentAsync());
        Assert.StartsWith("2 s: working set 100 MB", await page.TextContentAsync("#second-text"), StringComparison.Ordinal);
        Assert.Equal("Shop.Load", await page.Locator("#stacks tbody tr").First.Locator("td").Last.TextContentAsync());

        LocatorBoundingBoxResult box = (await page.Locator(".plot svg").First.BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + 5);
        Assert.StartsWith("1 s: working set not known", await page.TextContentAsync("#tip"), StringComparison.Ordinal);
        await page.Mouse.ClickAsync(box.X + (box.Width / 10), box.Y + 5);
        Assert.StartsWith("0 s: working set 50 MB", await page.TextContentAsync("#second-text"), StringComparison.Ordinal);
        Assert.Equal(["Shop.Load > await Task.Delay"], await page.Locator("#stacks tbody td:last-child").AllTextContentsAsync());
        await page.FocusAsync("#second");
        await page.Keyboard.PressAsync("ArrowRight");
        Assert.StartsWith("1 s: ", await page.TextContentAsync("#second-text"), StringComparison.Ordinal);
        await page.ClickAsync("#peak");
        Assert.StartsWith("2 s: ", await page.TextContentAsync("#second-text"), StringComparison.Ordinal);
        Assert.Empty(_errors);
    }

    [Fact]
    public async Task HostileNames_InAStack_AreText()
    {
        IPage page = await OpenAsync(Profile(Hostile));

        Assert.Equal(Hostile, await page.Locator("#stacks tbody tr").First.Locator("td").Last.TextContentAsync());
        Assert.Equal(0, await page.Locator("img").CountAsync());
        Assert.Empty(_errors);
    }

    [Fact]
    public async Task Plots_OfAFileOfSums_AreNotThere()
    {
        IPage page = await OpenAsync(WrittenProfile.Of(("GET /x > A", 1, 10, 10)));

        Assert.False(await page.IsVisibleAsync("#series"));
        Assert.Empty(_errors);
    }

    private static AsyncProfile Profile(string method)
    {
        AsyncProfile profile = Playback.Of(s => s.Method(method, [new Step.Await(s.Delay(1_499)), new Step.Burn(1_300), new Step.Await(s.Delay(200))])).Profile;
        Timeline timeline = profile.Data.Timeline!;
        ProfileData data = profile.Data;
        return new AsyncProfile(profile.Recording, new ProfileData
        {
            Frames = data.Frames,
            Stacks = data.Stacks,
            Samples = data.Samples,
            Methods = data.Methods,
            Roots = data.Roots,
            Timeline = timeline with
            {
                Series = timeline.Series! with { Measures = [new MeasuredValues(SeriesMeasure.WorkingSet, [50e6, double.NaN, 100e6]), .. timeline.Series!.Measures] },
            },
        });
    }

    private async Task<IPage> OpenAsync(AsyncProfile profile)
    {
        string path = Path.Combine(_directory.FullName, "x.html");
        using (FileStream file = File.Create(path))
            HtmlPage.Write(profile, FindingRules.Find(profile), "test", file);
        IPage page = await browser.PageAsync(_errors, isDark: false, bypassPolicy: false);
        await page.GotoAsync($"file://{path}");
        await page.ClickAsync("#tab-timeline");
        return page;
    }
}
