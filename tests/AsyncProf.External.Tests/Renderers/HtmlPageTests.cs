using AsyncProf.Findings;
using AsyncProf.Profiles;
using AsyncProf.Renderers;
using AsyncProf.Testing;
using AsyncProf.Testing.Simulation;
using Microsoft.Playwright;

namespace AsyncProf.External.Tests.Renderers;

/// <summary>The page in a real browser.</summary>
public sealed class HtmlPageTests(Browser browser) : IClassFixture<Browser>, IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");
    private readonly List<string> _errors = [];
    private readonly List<string> _requests = [];

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Open_ARandomProfile_SendsNothingAndHasNoError()
    {
        IPage page = await OpenAsync(Playback.OfRandom(5));
        foreach (string tab in (string[])["tree", "timeline", "slowest", "table", "lines", "sandwich", "flame"])
            await page.ClickAsync($"#tab-{tab}");

        Assert.StartsWith("(root): ", await page.TextContentAsync("#detail"), StringComparison.Ordinal);
        Assert.Empty(_errors);
        Assert.Equal("file", new Uri(Assert.Single(_requests)).Scheme);
    }

    [Fact]
    public async Task Fetch_FromThePage_IsForbiddenByItsPolicy()
    {
        IPage page = await OpenAsync(Shop());

        string outcome = await page.EvaluateAsync<string>("() => fetch('http://127.0.0.1:9/').then(() => 'left', error => error.message)");

        Assert.NotEqual("left", outcome);
        Assert.Contains(_errors, error => error.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("</script><script>document.title='owned'</script>")]
    [InlineData("<img src=x onerror=\"document.title='owned'\">")]
    [InlineData("A\"B'C&D`${1}")]
    [InlineData("back\u202ewards\u0007bell")]
    [InlineData("emoji 🧵 and ünïcödé")]
    public async Task Open_WithHostileNames_ShowsThemAsText(string name)
    {
        IPage page = await OpenAsync(Playback.Of(s => s.Method(name, [new Step.Await(s.Delay(10))])).Profile, name);
        await page.ClickAsync("#tab-table");

        string shown = await page.TextContentAsync("#table tbody tr td") ?? "";

        Assert.Equal(string.Concat(name.Where(letter => letter is not ('\u202e' or '\u0007'))), shown);
        Assert.DoesNotContain("owned", await page.EvaluateAsync<string>("() => document.querySelectorAll('script').length === 2 ? '' : 'owned'"), StringComparison.Ordinal);
        Assert.NotEqual("owned", await page.TitleAsync());
        Assert.Empty(_errors);
    }

    [Fact]
    public async Task Search_ForAMethod_TellsHowMuchOfTheTimeMatches()
    {
        IPage page = await OpenAsync(Shop());

        await page.FillAsync("#search", "^Load$");

        Assert.Equal("1 frame, 30.0 ms = 75.0 %", await page.TextContentAsync("#matched"));
    }

    [Fact]
    public async Task Axis_SwitchedToTask_ShowsTheOtherTime()
    {
        AsyncProfile atOnce = Playback.Of(s =>
        {
            SimTask[] loads = [.. Enumerable.Range(0, 3).Select(_ => s.Method("Load", [new Step.Await(s.Delay(10))]))];
            return s.Method("Handler", [.. loads.Select(load => new Step.Start(load)), new Step.Await(s.WhenAll(loads))]);
        }).Profile;
        IPage page = await OpenAsync(atOnce);
        string elapsed = await page.TextContentAsync("#detail") ?? "";

        await page.SelectOptionAsync("#axis", "task");
        string task = await page.TextContentAsync("#detail") ?? "";
        await page.SelectOptionAsync("#state", "running");
        string running = await page.TextContentAsync("#detail") ?? "";

        Assert.StartsWith("(root): 10.0 ms, 100.0 % of elapsed time", elapsed, StringComparison.Ordinal);
        Assert.StartsWith("(root): 30.0 ms, 100.0 % of task time", task, StringComparison.Ordinal);
        Assert.StartsWith("(root): 0,", running, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keyboard_Alone_MovesZoomsSearchesAndGoesBack()
    {
        IPage page = await OpenAsync(Shop());

        await page.FocusAsync("#flame canvas");
        foreach (string key in (string[])["ArrowDown", "ArrowDown", "Enter"])
            await page.Keyboard.PressAsync(key);
        string zoomed = await page.InnerTextAsync("#breadcrumb");
        await page.Keyboard.PressAsync("Escape");
        string back = await page.InnerTextAsync("#breadcrumb");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("Ship");

        Assert.Equal(["(root)", "Handler", "Load"], zoomed.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.Equal(["(root)", "Handler"], back.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.Equal("Ship", await page.InputValueAsync("#search"));
        Assert.Equal("1 frame, 10.0 ms = 25.0 %", await page.TextContentAsync("#matched"));
    }

    [Fact]
    public async Task Tree_ByKeyboard_OpensClosesAndLeadsToTheFlame()
    {
        IPage page = await OpenAsync(Shop());
        await page.ClickAsync("#tab-tree");

        await page.FocusAsync("#tree [role=treeitem]");
        await page.Keyboard.PressAsync("ArrowLeft");
        int closed = await page.Locator("#tree [role=treeitem]").CountAsync();
        foreach (string key in (string[])["ArrowRight", "ArrowDown", "ArrowRight", "ArrowDown", "Enter"])
            await page.Keyboard.PressAsync(key);

        Assert.Equal(1, closed);
        Assert.True(await page.IsVisibleAsync("#view-flame"));
        Assert.Contains("Load", await page.InnerTextAsync("#breadcrumb"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Table_SortedByAColumn_IsInThatOrder()
    {
        IPage page = await OpenAsync(Shop());
        await page.ClickAsync("#tab-table");

        await page.ClickAsync("th button[data-key=name]");
        IReadOnlyList<string> names = await page.Locator("#table tbody tr td:first-child").AllTextContentsAsync();
        await page.ClickAsync("th button[data-key=calls]");
        IReadOnlyList<string> calls = await page.Locator("#table tbody tr td:nth-child(2)").AllTextContentsAsync();

        Assert.Equal(["Handler", "Load", "Ship"], names);
        Assert.Equal(["3", "1", "1"], calls);
        Assert.Equal("descending", await page.GetAttributeAsync("#table th:nth-child(2)", "aria-sort"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Table_OfProcessors_HasHeldWhereAllRecordingsMeasuredThem(bool isAdded)
    {
        var script = new ScriptedProfile();
        int stack = script.Root("GET /", 1, 9_000_000);
        script.Computed(stack, 4_000_000);
        AsyncProfile measured = script.Build(new RecordingInfo { Cpu = new CpuInfo(4_000_000, 4_000_000, 0, 0) });
        IPage page = await OpenAsync(isAdded ? AsyncProfile.Merge(measured, new ScriptedProfile().Build()) : measured);
        await page.SelectOptionAsync("#axis", "cpu");

        await page.ClickAsync("#tab-table");

        Assert.Equal(isAdded ? 0 : 1, await page.Locator("th button[data-key=held]").CountAsync());
        Assert.Equal(isAdded ? "4.00 ms" : "9.00 ms", await page.TextContentAsync("#table tbody tr td:nth-child(7)"));
        Assert.Empty(_errors);
    }

    [Fact]
    public async Task Sandwich_OfAMethod_HasWhoAwaitsItAndWhatItAwaits()
    {
        IPage page = await OpenAsync(Shop());
        await page.ClickAsync("#tab-table");

        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Load" }).ClickAsync();
        await page.FocusAsync("#callers canvas");
        await page.Keyboard.PressAsync("ArrowDown");
        string caller = await page.TextContentAsync("#detail") ?? "";
        await page.FocusAsync("#callees canvas");
        await page.Keyboard.PressAsync("ArrowDown");
        string callee = await page.TextContentAsync("#detail") ?? "";

        Assert.StartsWith("Handler: 30.0 ms, 100.0 %", caller, StringComparison.Ordinal);
        Assert.StartsWith("await Task.Delay: 30.0 ms, 100.0 %", callee, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Axe_OverEveryView_FindsNothing(bool isDark)
    {
        IPage page = await OpenAsync(Shop(), isDark: isDark, bypassPolicy: true);
        await page.AddScriptTagAsync(new PageAddScriptTagOptions { Path = Path.Combine(Npm.Modules, "axe-core", "axe.min.js") });
        foreach (string tab in (string[])["flame", "tree", "table", "lines", "sandwich"])
        {
            await page.ClickAsync($"#tab-{tab}");
            string[] found = await page.EvaluateAsync<string[]>("() => axe.run().then(result => result.violations.map(v => `${v.id}: ${v.nodes.map(n => n.html).join(' ')}`))");

            Assert.Empty(found);
        }
    }

    private static AsyncProfile Shop() => Playback.Of(s =>
    {
        SimTask[] loads = [.. Enumerable.Range(0, 3).Select(_ => s.Method("Load", [new Step.Await(s.Delay(10))]))];
        SimTask ship = s.Method("Ship", [new Step.Await(s.Delay(10))]);
        return s.Method("Handler", [.. loads.Select(load => new Step.Await(load)), new Step.Await(ship)]);
    }).Profile;

    private async Task<IPage> OpenAsync(AsyncProfile profile, string title = "test", bool isDark = false, bool bypassPolicy = false)
    {
        string path = Path.Combine(_directory.FullName, "x.html");
        using (FileStream file = File.Create(path))
            HtmlPage.Write(profile, FindingRules.Find(profile), title, file);
        IPage page = await browser.PageAsync(_errors, isDark: isDark, bypassPolicy: bypassPolicy);
        page.Request += (_, request) => _requests.Add(request.Url);
        await page.GotoAsync($"file://{path}");
        return page;
    }
}
