using System.Diagnostics;
using AsyncProf.Testing;
using Microsoft.Playwright;

namespace AsyncProf.External.Tests.Cli;

/// <summary><c>asyncprof view</c> with a browser in front of it.</summary>
public sealed class ViewTests(Browser browser) : IClassFixture<Browser>, IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");
    private Process _tool = null!;
    private string _address = "";

    private string First => Path.Combine(_directory.FullName, "base.pb.gz");

    public async Task InitializeAsync()
    {
        string second = Path.Combine(_directory.FullName, "head.pb.gz");
        GoldenProfiles.Get("sequence").Save(First);
        GoldenProfiles.Get("at-once").Save(second);
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (string argument in (string[])[Path.Combine(AppContext.BaseDirectory, "asyncprof.dll"), "view", First, second, "--no-browser"])
            start.ArgumentList.Add(argument);
        _tool = Process.Start(start)!;
        _address = (await _tool.StandardOutput.ReadLineAsync())!;
    }

    public async Task DisposeAsync()
    {
        _tool.Kill();
        await _tool.WaitForExitAsync();
        _tool.Dispose();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task AFileThatChanges_IsShownAgain_AndWhatWasChosenStays()
    {
        IPage page = await browser.PageAsync();
        await page.GotoAsync(_address);
        await page.SelectOptionAsync("#axis", "task");
        await page.ClickAsync("#tab-table");

        GoldenProfiles.Get("recursive").Save(First, overwrite: true);
        await page.Locator("#table").GetByText("Tree.WalkAsync").First.WaitForAsync(new LocatorWaitForOptions { Timeout = 15_000 });

        Assert.Equal("task", await page.InputValueAsync("#axis"));
        Assert.True(await page.IsVisibleAsync("#view-table"));
    }

    [Fact]
    public async Task AnotherFile_ChosenInTheMenu_IsShownWithTheSameChoice()
    {
        IPage page = await browser.PageAsync();
        await page.GotoAsync(_address);
        await page.SelectOptionAsync("#axis", "task");

        await page.SelectOptionAsync("#files", "1");
        await Assertions.Expect(page).ToHaveTitleAsync("head.pb.gz"); // asks again and again: a navigation may be over before one waits for it
        await Assertions.Expect(page.Locator("#axis")).ToHaveValueAsync("task");
    }
}
