using Microsoft.Playwright;

namespace AsyncProf.External.Tests.Pull;

/// <summary>What an app answers a browser, by the policy that its headers set beside the page's own.</summary>
public sealed class PageTests(Browser browser, RunningSample sample) : IClassFixture<Browser>, IClassFixture<RunningSample>
{
    [Fact]
    public async Task Report_OfARunningApp_WorksUnderBothPolicies()
    {
        List<string> errors = [];
        IPage page = await browser.PageAsync(errors, isDark: false, bypassPolicy: false);

        IResponse? index = await page.GotoAsync($"{sample.Address}debug/asyncprof");
        await page.ClickAsync("text=report?seconds=");
        await page.ClickAsync("#tab-tree");

        Assert.True(index!.Ok);
        Assert.Contains("GET /orders/{id:int}/summary", await page.TextContentAsync("body"), StringComparison.Ordinal);
        Assert.DoesNotContain(errors, error => !error.Contains("favicon", StringComparison.Ordinal)); // which nobody has
    }
}
