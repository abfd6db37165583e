using AsyncProf.Diffing;
using AsyncProf.Profiles;
using AsyncProf.Renderers;
using AsyncProf.Testing;
using Microsoft.Playwright;

namespace AsyncProf.External.Tests.Renderers;

/// <summary>The page that compares, in a real browser.</summary>
public sealed class DiffPageTests(Browser browser) : IClassFixture<Browser>, IDisposable
{
    private const int RowHeight = 20;

    private static readonly DiffPageRow[] Rows =
    [
        new("GET /orders", "GET /orders", "root", "regression", "+13.6 ms a call (+15 %), p = 0.008"),
        new("Shop.Orders.LoadAsync", "GET /orders", "method", "regression", "40.0 → 70.0 ms for each root"),
        new("Shop.Cache.ReadAsync", "GET /orders", "method", "improvement", "20.0 → 10.0 ms for each root"),
        new("Shop.Tax.AddAsync", "GET /orders", "method", "added", "20.0 ms for each root"),
        new("Shop.Audit.WriteAsync", "GET /orders", "method", "removed", "20.0 ms for each root"),
        new("Shop.Elsewhere", "GET /orders", "method", "regression", "in no frame"),
        new("GET /health", "GET /health", "root", "none", "10.0 → 10.0 ms"),
    ];

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");
    private readonly List<string> _errors = [];
    private readonly List<string> _requests = [];

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Open_RandomSides_SendsNothingAndHasNoError()
    {
        IPage page = await OpenAsync(Playback.OfRandom(5), Playback.OfRandom(6));
        foreach (string width in (string[])["base", "both", "removed", "head"])
            await page.SelectOptionAsync("#width", width);
        await page.ClickAsync("#tab-tree");

        Assert.StartsWith("(root): ", await page.TextContentAsync("#detail"), StringComparison.Ordinal);
        Assert.Empty(_errors);
        Assert.Equal("file", new Uri(Assert.Single(_requests)).Scheme);
    }

    [Fact]
    public async Task Open_WithHostileNames_ShowsThemAsText()
    {
        var row = new DiffPageRow(DiffSides.Hostile, DiffSides.Hostile, "root", "regression", DiffSides.Hostile);
        IPage page = await OpenAsync(DiffSides.HostileOf(10), DiffSides.HostileOf(20), DiffSides.Hostile, rows: [row], verdict: DiffSides.Hostile);

        string expected = string.Concat(DiffSides.Hostile.Where(letter => letter is not ('\u202e' or '\u0007')));
        Assert.Equal(expected, await page.TextContentAsync("#rows button"));
        Assert.Equal(expected, await page.TextContentAsync("#verdict"));
        Assert.Equal(expected, await page.TextContentAsync("h1"));
        Assert.Equal(2, await page.Locator("script").CountAsync());
        Assert.Equal(0, await page.Locator("img").CountAsync());
        Assert.NotEqual("owned", await page.TitleAsync());
        Assert.Empty(_errors);
    }

    [Fact]
    public async Task Rows_OfEachDecision_SaySoInWordsAndLeadToTheirFrame()
    {
        IPage page = await OpenShopAsync();

        Assert.Equal("1 root takes longer.", await page.TextContentAsync("#verdict"));
        Assert.Equal(["+ regression", "+ regression", "− improvement", "NEW", "REMOVED", "+ regression"], await page.Locator("#rows td:first-child").AllTextContentsAsync());
        Assert.Equal("1 more without a proven change", await page.TextContentAsync("#others summary"));
        Assert.Equal(5, await page.Locator("#rows button").CountAsync()); // one row is about no frame that there is

        await page.ClickAsync("#rows button:text('ReadAsync')");
        Assert.Equal(["(root)", "GET /orders", "Shop.Cache.ReadAsync"], await CrumbsAsync(page));
        Assert.StartsWith("Shop.Cache.ReadAsync: 200 ms → 100 ms, −100 ms (−50 %) of elapsed time; 1 → 1 calls per root", await page.TextContentAsync("#detail"), StringComparison.Ordinal);

        await page.ClickAsync("#rows button:text('Audit')"); // not in the width of the head
        Assert.Equal("both", await page.InputValueAsync("#width"));
        Assert.Equal(["(root)", "GET /orders", "Shop.Audit.WriteAsync"], await CrumbsAsync(page));
        Assert.Contains("REMOVED", await page.TextContentAsync("#detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Icicle_OfTheShop_IsBlueForLessRedForMoreAndGreyForTheSame()
    {
        IPage page = await OpenShopAsync();
        await page.SelectOptionAsync("#width", "both");

        (int Red, int Green, int Blue) more = await ColourAsync(page, "Shop.Orders.LoadAsync"), less = await ColourAsync(page, "Shop.Cache.ReadAsync");
        (int Red, int Green, int Blue) same = await ColourAsync(page, "Shop.Prices.GetAsync"), added = await ColourAsync(page, "Shop.Tax.AddAsync"), gone = await ColourAsync(page, "Shop.Audit.WriteAsync");

        Assert.True(more.Red > more.Blue + 40 && added.Red > added.Blue + 40, $"{more} and {added} are no reds");
        Assert.True(less.Blue > less.Red + 40 && gone.Blue > gone.Red + 40, $"{less} and {gone} are no blues");
        Assert.InRange(Math.Abs(same.Red - same.Blue), 0, 10);
        Assert.All([more, less, same, added, gone], colour => Assert.True(colour.Green <= Math.Max(colour.Red, colour.Blue), $"{colour} is a green"));
        Assert.Equal((244, 132, 95), added);
    }

    [Fact]
    public async Task Labels_OfFrames_SayTheChangeWithoutColours()
    {
        IPage page = await OpenShopAsync();
        string[] head = await LabelsAsync(page);
        await page.SelectOptionAsync("#width", "base");
        string[] from = await LabelsAsync(page);
        await page.SelectOptionAsync("#width", "removed");
        string[] removed = await LabelsAsync(page);

        Assert.Contains("+75 % Shop.Orders.LoadAsync", head);
        Assert.Contains(head, label => label.StartsWith("−50 % R", StringComparison.Ordinal)); // what changed comes first, then as much of the method as there is room for
        Assert.Contains("Shop.Prices.GetAsync", head); // 1 % is about the same
        Assert.Contains("NEW Shop.Tax.AddAsync", head);
        Assert.DoesNotContain(head, label => label.Contains("Audit", StringComparison.Ordinal));
        Assert.Contains("REMOVED Shop.Audit.WriteAsync", from);
        Assert.DoesNotContain(from, label => label.Contains("Tax", StringComparison.Ordinal));
        Assert.Equal(["+18 % GET /orders", "REMOVED Shop.Audit.WriteAsync", "REMOVED await Socket.SendAsync"], removed[1..]);
    }

    [Fact]
    public async Task Axis_SwitchedToTask_ShowsTheOtherTime()
    {
        IPage page = await OpenShopAsync();
        await page.ClickAsync("#rows button:text('LoadAsync')");
        string elapsed = await page.TextContentAsync("#detail") ?? "";

        await page.SelectOptionAsync("#axis", "task");
        await page.ClickAsync("#rows button:text('LoadAsync')");
        string task = await page.TextContentAsync("#detail") ?? "";
        await page.SelectOptionAsync("#state", "running");
        await page.ClickAsync("#rows button:text('LoadAsync')");
        string running = await page.TextContentAsync("#detail") ?? "";

        Assert.StartsWith("Shop.Orders.LoadAsync: 400 ms → 700 ms, +300 ms (+75 %) of elapsed time; 1 → 2 calls per root", elapsed, StringComparison.Ordinal);
        Assert.StartsWith("Shop.Orders.LoadAsync: 400 ms → 1.00 s, +600 ms (+150 %) of task time", task, StringComparison.Ordinal);
        Assert.StartsWith("Shop.Orders.LoadAsync: 100 ms → 100 ms, no change of running, task time", running, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sides_OfTheSelectedFrame_AreTabledByState()
    {
        IPage page = await OpenShopAsync();

        await page.ClickAsync("#rows button:text('LoadAsync')");

        Assert.Equal("Shop.Orders.LoadAsync", await page.TextContentAsync("#frame"));
        Assert.Equal("… waiting 300 ms 600 ms +300 ms (+100 %)", string.Join(' ', await page.Locator("#sides tbody tr:nth-child(3) > *").AllTextContentsAsync()));
        Assert.Contains("multiplied by 0.500", await page.TextContentAsync("#scale"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_ForAMethod_TellsBothSidesOfWhatMatches()
    {
        IPage page = await OpenShopAsync();

        await page.FillAsync("#search", "LoadAsync|Task.Delay");

        Assert.Equal("2 frames, 400 ms → 700 ms, +300 ms (+75 %)", await page.TextContentAsync("#matched"));
    }

    [Fact]
    public async Task Keyboard_Alone_MovesZoomsAndGoesBack()
    {
        IPage page = await OpenShopAsync();

        await page.FocusAsync("#flame canvas");
        foreach (string key in (string[])["ArrowDown", "ArrowDown", "Enter"])
            await page.Keyboard.PressAsync(key);
        string[] zoomed = await CrumbsAsync(page);
        await page.Keyboard.PressAsync("Escape");
        string[] back = await CrumbsAsync(page);
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("Tax");

        Assert.Equal(["(root)", "GET /orders", "Shop.Orders.LoadAsync"], zoomed);
        Assert.Equal(["(root)", "GET /orders"], back);
        Assert.Equal("Tax", await page.InputValueAsync("#search"));
    }

    [Fact]
    public async Task Click_OnABox_ZoomsIntoIt()
    {
        IPage page = await OpenShopAsync();

        await page.ClickAsync("#flame canvas", new PageClickOptions { Position = new Position { X = 40, Y = (2 * RowHeight) + 8 } });

        Assert.Equal(["(root)", "GET /orders", "Shop.Orders.LoadAsync"], await CrumbsAsync(page));
    }

    [Fact]
    public async Task Tree_OfBothSides_HasBaseHeadAndChange()
    {
        IPage page = await OpenShopAsync();
        await page.ClickAsync("#tab-tree");

        string[] row = [.. await page.Locator("#tree [role=treeitem] .row:has-text('Shop.Tax')").Locator("span").AllTextContentsAsync()];

        Assert.Equal(["0", "200 ms", "NEW +200 ms"], row[..3]);
    }

    [Fact]
    public async Task Roots_AtFirst_AreAllButTheFrameworks()
    {
        IPage page = await OpenShopAsync();
        string own = await page.TextContentAsync("#detail") ?? "";

        await page.SelectOptionAsync("#root", "0");
        string all = await page.TextContentAsync("#detail") ?? "";

        Assert.StartsWith("(root): 1.15 s → 1.35 s", own, StringComparison.Ordinal);
        Assert.StartsWith("(root): 1.55 s → 1.85 s", all, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Axe_OverEveryView_FindsNothing(bool isDark)
    {
        IPage page = await OpenAsync(DiffSides.Base, DiffSides.Head, isDark: isDark, bypassPolicy: true, rows: Rows);
        await page.AddScriptTagAsync(new PageAddScriptTagOptions { Path = Path.Combine(Npm.Modules, "axe-core", "axe.min.js") });
        await page.ClickAsync("#others summary");
        foreach (string tab in (string[])["flame", "tree"])
        {
            await page.ClickAsync($"#tab-{tab}");
            string[] found = await page.EvaluateAsync<string[]>("() => axe.run().then(result => result.violations.map(v => `${v.id}: ${v.nodes.map(n => n.html).join(' ')}`))");

            Assert.Empty(found);
        }
    }

    /// <summary>The colour of a frame's box beside its label: the page is searched for the box by moving over it.</summary>
    private static async Task<(int Red, int Green, int Blue)> ColourAsync(IPage page, string name)
    {
        await page.ClickAsync("#reset");
        int[] colour = await page.EvaluateAsync<int[]>(
            """
            async name => {
              await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
              const canvas = document.querySelector("#flame canvas"), box = canvas.getBoundingClientRect(), scale = devicePixelRatio;
              for (let y = 8; y < box.height; y += 20)
                for (let x = 2; x < box.width; x += 2) {
                  canvas.dispatchEvent(new MouseEvent("mousemove", { clientX: box.left + x, clientY: box.top + y }));
                  if (document.getElementById("frame").textContent === name)
                    return [...canvas.getContext("2d").getImageData((x + 2) * scale, (y + 9 - 5) * scale, 1, 1).data];
                }
              return [];
            }
            """,
            name);
        Assert.True(colour.Length == 4, $"{name} is not drawn");
        return (colour[0], colour[1], colour[2]);
    }

    /// <summary>What is written into the boxes.</summary>
    private static Task<string[]> LabelsAsync(IPage page) => page.EvaluateAsync<string[]>(
        """
        async () => {
          const texts = [], pen = CanvasRenderingContext2D.prototype, fillText = pen.fillText;
          pen.fillText = function (text, ...rest) { if (text) texts.push(text); return fillText.call(this, text, ...rest); };
          document.querySelector("#flame").dispatchEvent(new Event("scroll"));
          await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
          pen.fillText = fillText;
          return texts;
        }
        """);

    private static async Task<string[]> CrumbsAsync(IPage page) => [.. await page.Locator("#breadcrumb button").AllTextContentsAsync()];

    private Task<IPage> OpenShopAsync() => OpenAsync(DiffSides.Base, DiffSides.Head, rows: Rows);

    private async Task<IPage> OpenAsync(
        AsyncProfile from, AsyncProfile to, string title = "base and head", bool isDark = false, bool bypassPolicy = false, IReadOnlyList<DiffPageRow>? rows = null, string verdict = "1 root takes longer.")
    {
        string path = Path.Combine(_directory.FullName, "x.html");
        using (FileStream file = File.Create(path))
            DiffPage.Write(DiffTree.Of(from, 1, to, 1), new DiffPageHead(title, verdict, ["Five runs a side."], rows ?? []), file);
        IPage page = await browser.PageAsync(_errors, isDark: isDark, bypassPolicy: bypassPolicy);
        page.Request += (_, request) => _requests.Add(request.Url);
        await page.GotoAsync($"file://{path}");
        return page;
    }
}
