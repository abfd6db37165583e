using Microsoft.Playwright;

namespace AsyncProf.External.Tests;

/// <summary>One headless Chromium for all tests of a class.</summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    public async Task InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox"] });
    }

    public async Task DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    /// <summary>A page of its own, 1280 × 900 unless told otherwise.</summary>
    public async Task<IPage> PageAsync(int width = 1280, bool isDark = false, bool bypassPolicy = false)
    {
        IBrowserContext context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            BypassCSP = bypassPolicy,
        });
        return await context.NewPageAsync();
    }

    /// <summary>The same of one that says what goes wrong on it.</summary>
    /// <param name="errors">Gets errors, and what the page writes to the console as a warning.</param>
    /// <param name="isDark">Whether it is dark.</param>
    /// <param name="bypassPolicy">Whether scripts of the test may run on it.</param>
    public async Task<IPage> PageAsync(List<string> errors, bool isDark, bool bypassPolicy)
    {
        IPage page = await PageAsync(isDark: isDark, bypassPolicy: bypassPolicy);
        page.Console += (_, message) => errors.AddRange(message.Type is "error" or "warning" ? [message.Text] : []);
        page.PageError += (_, error) => errors.Add(error);
        return page;
    }
}
