using System.Diagnostics;
using Microsoft.Playwright;

namespace AsyncProf.External.Tests.Dashboards;

/// <summary>The dashboard's own page of a trace, in a browser.</summary>
[Collection(nameof(DashboardCollection))]
public sealed class DashboardPageTests(ShopTraces traces, Browser browser) : IClassFixture<Browser>
{
    private const string Request = "GET /orders/{id:int}", Load = "Shop.Orders.MemoryOrderStore.LoadAsync";
    private const string Rows = ".span-name-container", Link = ".spanlink-text", LinkButton = ".button-hyperlink";

    private const int PatienceMs = 60_000;

    /// <summary>A request that shows all that its code awaits.</summary>
    private TelemetryTrace Order => traces.Of(Request).First(trace => ShopTrees.Paths(Request).SetEquals(trace.Methods.Select(trace.PathTo)));

    [Fact]
    public async Task Page_OfARequest_HasARowForEachSpanIndentedAsTheyHang()
    {
        TelemetryTrace trace = Order;

        IPage page = await OpenAsync(trace);

        var indents = new Dictionary<string, float>();
        foreach (TelemetrySpan span in trace.Methods)
            indents[span.SpanId] = (await Row(page, span).BoundingBoxAsync())!.X;
        Assert.Equal(trace.Spans.Count, await page.Locator(Rows).CountAsync());
        foreach (TelemetrySpan span in trace.Methods.Where(span => indents.ContainsKey(span.ParentId)))
            Assert.True(indents[span.SpanId] > indents[span.ParentId], $"{span} is not indented");
    }

    [Fact]
    public async Task Details_OfAMethod_HaveTheAttributesOfItsSpan()
    {
        TelemetryTrace trace = Order;
        TelemetrySpan load = trace.Methods.Single(span => span.Function == Load);
        IPage page = await OpenAsync(trace);

        await Row(page, load).ClickAsync();

        foreach ((string name, string value) in load.Attributes.Where(pair => pair.Key.StartsWith("asyncprof.", StringComparison.Ordinal)))
            await page.Locator("tr", new PageLocatorOptions { Has = page.GetByTitle(name), HasText = value }).WaitForAsync();
    }

    [Fact]
    public async Task LinkInTheDetails_OfADetachedOperation_OpensTheRequestThatBeganIt()
    {
        TelemetryTrace detached = traces.All.First(trace => trace.Roots.Any(root => root.Function == ShopTraces.Mail));
        TelemetryTrace request = traces.All.Single(trace => trace.Id == detached.Roots.Single().Links.Single().TraceId);
        IPage page = await OpenAsync(detached);

        await Row(page, detached.Roots.Single()).ClickAsync();
        ILocator link = page.Locator("tr", new PageLocatorOptions { Has = page.Locator(Link, new PageLocatorOptions { HasText = request.Request }) }).Locator(LinkButton);
        await FollowAsync(link, request);

        await ShownAsync(Row(page, request.Roots.Single()));
        Assert.Contains(request.Id, page.Url, StringComparison.Ordinal);
    }

    /// <summary>Clicks until the page of a trace opens. The dashboard drops a click on what it draws anew at that moment, as it does while its details open.</summary>
    private static async Task FollowAsync(ILocator link, TelemetryTrace to)
    {
        for (var waited = Stopwatch.StartNew(); ;)
        {
            await link.ClickAsync();
            try
            {
                await link.Page.WaitForURLAsync(url => url.Contains(to.Id, StringComparison.Ordinal), new PageWaitForURLOptions { Timeout = PatienceMs / 10, WaitUntil = WaitUntilState.Commit });
                return;
            }
            catch (TimeoutException) when (waited.ElapsedMilliseconds < PatienceMs && !link.Page.Url.Contains(to.Id, StringComparison.Ordinal))
            {
            }
        }
    }

    /// <summary>Waits until the page where we are shows a row; has it drawn anew once, for a busy dashboard can leave a page as it was while its address is another's already.</summary>
    private static async Task ShownAsync(ILocator row)
    {
        try
        {
            await row.WaitForAsync(new LocatorWaitForOptions { Timeout = PatienceMs / 4 });
        }
        catch (TimeoutException)
        {
            await row.Page.ReloadAsync();
            await row.WaitForAsync();
        }
    }

    private static ILocator Row(IPage page, TelemetrySpan span) => page.Locator($"{Rows}:text-is(\"{span.Name}\")");

    private async Task<IPage> OpenAsync(TelemetryTrace trace)
    {
        IPage page = await browser.PageAsync();
        page.SetDefaultTimeout(PatienceMs);
        await page.GotoAsync(traces.Dashboard.PageOf(trace).ToString());
        await ShownAsync(Row(page, trace.Roots.Single()));
        return page;
    }
}
