using AsyncProf.Events;
using AsyncProf.Findings;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Renderers;
using AsyncProf.Testing;
using AsyncProf.Testing.Simulation;
using Microsoft.Playwright;

namespace AsyncProf.External.Tests.Renderers;

/// <summary>Single requests on the page, in a real browser: timeline, slowest, and the operations of one.</summary>
public sealed class TimelinePageTests(Browser browser) : IClassFixture<Browser>, IDisposable
{
    private const string Hostile = "</script><img src=x onerror=\"document.title='owned'\">";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");
    private readonly List<string> _errors = [];

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Timeline_ByKeyboard_MovesBetweenRequestsZoomsAndOpensOne()
    {
        IPage page = await OpenAsync(Shop(), "timeline");
        string all = await RangeAsync(page);

        await page.FocusAsync("#lanes canvas");
        foreach (string key in (string[])["Home", "ArrowRight", "ArrowRight"])
            await page.Keyboard.PressAsync(key);
        string third = await page.TextContentAsync("#detail") ?? "";
        await page.Keyboard.PressAsync("+");
        string zoomed = await RangeAsync(page);
        await page.Keyboard.PressAsync("Shift+ArrowLeft");
        string panned = await RangeAsync(page);
        await page.Keyboard.PressAsync("Escape");
        string back = await RangeAsync(page);
        await page.FocusAsync("#lanes canvas");
        await page.Keyboard.PressAsync("Enter");

        Assert.EndsWith(": 4 of 4 requests and other roots", all, StringComparison.Ordinal);
        Assert.StartsWith("Load: 30.0 ms, at ", third, StringComparison.Ordinal);
        Assert.NotEqual(all, zoomed);
        Assert.NotEqual(zoomed, panned);
        Assert.Equal(all, back);
        Assert.Equal("Load", await page.TextContentAsync("#request-head"));
        Assert.StartsWith("30.0 ms, at ", await page.TextContentAsync("#request-facts"), StringComparison.Ordinal);
        Assert.Empty(_errors);
    }

    [Fact]
    public async Task Timeline_ByMouse_ZoomsBrushesAndOpensWhatIsClicked()
    {
        IPage page = await OpenAsync(Shop(), "timeline");
        string all = await RangeAsync(page);

        await page.HoverAsync("#lanes canvas");
        await page.Mouse.WheelAsync(0, -200);
        await page.WaitForFunctionAsync("all => document.getElementById('range').textContent !== all", all);
        await page.ClickAsync("#whole");
        LocatorBoundingBoxResult strip = (await page.Locator("#strip canvas").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(strip.X + 1, strip.Y + 30);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(strip.X + (strip.Width / 2), strip.Y + 30, new MouseMoveOptions { Steps = 4 });
        await page.Mouse.UpAsync();
        string brushed = await RangeAsync(page);
        await page.HoverAsync("#lanes canvas", new PageHoverOptions { Position = new Position { X = 100, Y = 26 } });
        string tip = await page.TextContentAsync("#tip:visible") ?? "";
        await page.ClickAsync("#lanes canvas", new PageClickOptions { Position = new Position { X = 100, Y = 26 } });

        Assert.NotEqual(all, brushed);
        await page.WaitForURLAsync(url => url.Contains("time=", StringComparison.Ordinal)); // a link shows the same part
        Assert.Matches("^(Load|Outer): [0-9.]+ ms, at ", tip);
        Assert.True(await page.IsVisibleAsync("#request"));
        Assert.Empty(_errors);
    }

    [Fact]
    public async Task Slowest_OfEachRoot_OpensItsOperationsWithTheirTimes()
    {
        IPage page = await OpenAsync(Shop(), "slowest");
        IReadOnlyList<string> took = await page.Locator("#slowest-table td:first-child").AllTextContentsAsync();

        await page.Locator("#slowest-table button").First.ClickAsync();
        IReadOnlyList<string> operations = await page.Locator("#operations .name").AllTextContentsAsync();
        string? states = await page.Locator("#operations canvas").Nth(1).GetAttributeAsync("aria-label");
        await page.ClickAsync("#find");

        Assert.Equal(["80.0 ms", "40.0 ms", "30.0 ms", "10.0 ms"], took);
        Assert.Equal(["▾ Outer", "  Inner"], operations);
        Assert.Equal("waiting 40.0 ms", states);
        Assert.True(await page.IsVisibleAsync("#view-timeline"));
        Assert.True(await page.IsVisibleAsync("#request"));
        Assert.Empty(_errors);
    }

    [Fact]
    public async Task Search_ForAnOperation_FindsItInEveryView()
    {
        IPage page = await OpenAsync(Shop(), "timeline");

        await page.FillAsync("#search", "Inner");
        string range = await RangeAsync(page);
        string matched = await page.TextContentAsync("#matched") ?? "";
        int tree = await page.Locator("#tree .found").CountAsync();
        IReadOnlyList<string> slowest = await page.Locator("#slowest-table .group").AllTextContentsAsync(), methods = await page.Locator("#table tbody td:first-child").AllTextContentsAsync();

        Assert.Contains(": 1 match of 4 of 4", range, StringComparison.Ordinal);
        Assert.StartsWith("1 frame, ", matched, StringComparison.Ordinal);
        Assert.Equal(1, tree);
        Assert.Equal(["Outer"], slowest);
        Assert.Equal(["Inner"], methods);
    }

    [Fact]
    public async Task Root_Chosen_IsTheOnlyOneThatIsShown()
    {
        IPage page = await OpenAsync(Shop(), "timeline");

        await page.SelectOptionAsync("#root", new SelectOptionValue { Label = "Outer" });

        Assert.EndsWith(": 1 of 4 requests and other roots", await RangeAsync(page), StringComparison.Ordinal);
        Assert.Equal(["Outer"], await page.Locator("#slowest-table .group").AllTextContentsAsync());
    }

    [Fact]
    public async Task Lines_OfAMethod_AreItsAwaits()
    {
        IPage page = await OpenAsync(Playback.OfRandomWithAwaits(3), "lines");
        int lines = await page.Locator("#lines tbody tr:not(.group)").CountAsync();

        await page.FillAsync("#search", "Shop.Gate.WaitAsync");

        Assert.True(lines > 0);
        Assert.InRange(await page.Locator("#lines tbody tr:not(.group)").CountAsync(), 1, lines - 1);
        Assert.Empty(_errors);
    }

    [Fact]
    public async Task Lines_ThatSamplesSaw_HaveNoHits()
    {
        var data = new ProfileDataBuilder();
        var time = new TimeByState(5_000_000, 0, 0, 0);
        data.Add(new StackCharge(data.Intern(0, data.Intern(new Frame(FrameKind.Method, "Shop.Load", false))), default, new Measures(1, 5_000_000, time, time)));
        data.Note(new LineKey(FrameKind.Method, "Shop.Load", "/src/Shop</script>.cs", 7), 4_000_000);
        IPage page = await OpenAsync(new AsyncProfile(new RecordingInfo(), data.Build()), "lines");

        Assert.Equal(["script>.cs:7", "~", "", "", "4.00 ms", "–", "ran there, by samples"], await page.Locator("#lines tbody tr:not(.group) td").AllTextContentsAsync());
        Assert.Empty(_errors);
    }

    [Fact]
    public async Task Page_OfSums_SaysThatItHasNoTimeline()
    {
        IPage page = await OpenAsync(WrittenProfile.Of(("GET /x > A", 1, 10, 10)), "timeline");

        Assert.StartsWith("No timeline: ", await page.TextContentAsync("#timeless"), StringComparison.Ordinal);
        Assert.False(await page.IsVisibleAsync("#time"));
        Assert.Empty(_errors);
    }

    [Fact]
    public async Task HostileNames_InARequest_AreText()
    {
        IPage page = await OpenAsync(Playback.Of(s => s.Method(Hostile, [new Step.Await(s.Delay(10))])).Profile, "slowest");

        await page.Locator("#slowest-table button").First.ClickAsync();

        Assert.Equal(Hostile, await page.TextContentAsync("#request-head"));
        Assert.Equal(0, await page.Locator("img").CountAsync());
        Assert.NotEqual("owned", await page.TitleAsync());
        Assert.Empty(_errors);
    }

    [Fact]
    public async Task SampledFrames_InTreeAndLegend_AreToldApart()
    {
        var builder = new ProfileDataBuilder();
        int method = builder.Intern(0, builder.Intern(new Frame(FrameKind.Method, "Outer", false)));
        foreach (int stack in (int[])[method, builder.Intern(method, builder.Intern(new Frame(FrameKind.Sync, "Inner", false)))])
            builder.Add(new StackCharge(stack, new ChargeTags(RootKind.Operation, OperationStatus.Completed, AwaitedBy.Parent, 100), new Measures(0, 0, new TimeByState(1_000_000, 0, 0, 0), new TimeByState(1_000_000, 0, 0, 0))));
        IPage page = await OpenAsync(new AsyncProfile(new RecordingInfo(), builder.Build()), "tree");

        Assert.Equal("  Inner", await page.TextContentAsync("#tree .sync"));
        Assert.Contains("sampled", await page.TextContentAsync("#legend"), StringComparison.Ordinal);
        Assert.Empty(_errors);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Axe_OverAnOpenRequest_FindsNothing(bool isDark)
    {
        IPage page = await OpenAsync(Shop(), "slowest", isDark: isDark);
        await page.AddScriptTagAsync(new PageAddScriptTagOptions { Path = Path.Combine(Npm.Modules, "axe-core", "axe.min.js") });
        await page.Locator("#slowest-table button").First.ClickAsync();
        foreach (string tab in (string[])["slowest", "timeline", "lines"])
        {
            await page.ClickAsync($"#tab-{tab}");
            string[] found = await page.EvaluateAsync<string[]>("() => axe.run().then(result => result.violations.map(v => `${v.id}: ${v.nodes.map(n => n.html).join(' ')}`))");

            Assert.Empty(found);
        }
    }

    private static async Task<string> RangeAsync(IPage page) => await page.TextContentAsync("#range") ?? "";

    /// <summary>Roots that run at once: three of one name, and one that awaits another method.</summary>
    private static AsyncProfile Shop() => Playback.Of(s =>
    {
        SimTask[] loads = [.. new[] { 10, 40, 30 }.Select(ticks => s.Method("Load", [new Step.Await(s.Delay(ticks))]))];
        SimTask outer = s.Method("Outer", [new Step.Await(s.Delay(40)), new Step.Await(s.Method("Inner", [new Step.Await(s.Delay(40))]))]);
        return s.Method("Main", [.. loads.SelectMany(load => (Step[])[new Step.Start(load), new Step.Burn(2)]), new Step.Start(outer), new Step.Burn(1)]);
    }).Profile.OnlyRoots(new System.Text.RegularExpressions.Regex("Load|Outer"));

    private async Task<IPage> OpenAsync(AsyncProfile profile, string view, bool isDark = false)
    {
        string path = Path.Combine(_directory.FullName, "x.html");
        using (FileStream file = File.Create(path))
            HtmlPage.Write(profile, FindingRules.Find(profile), "test", file);
        IPage page = await browser.PageAsync(_errors, isDark: isDark, bypassPolicy: true);
        await page.GotoAsync($"file://{path}");
        await page.ClickAsync($"#tab-{view}");
        return page;
    }
}
