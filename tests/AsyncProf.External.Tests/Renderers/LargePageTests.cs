using System.Globalization;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Renderers;
using AsyncProf.Testing;
using Microsoft.Playwright;

namespace AsyncProf.External.Tests.Renderers;

/// <summary>A page of more than 20,000 frames. With ASYNCPROF_MEASURE=1 how fast it answers is written to <c>bench/results/Page.md</c>.</summary>
public sealed class LargePageTests(Browser browser) : IClassFixture<Browser>, IDisposable
{
    private const int Width = 8, Depth = 5, Rounds = 15;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task TwentyThousandFrames_ZoomedAndSearched_AnswerRightly()
    {
        AsyncProfile profile = Large();
        int frames = profile.Data.Stacks.Count;
        string path = Path.Combine(_directory.FullName, "large.html");
        using (FileStream file = File.Create(path))
            HtmlPage.Write(profile, [], "large", file);
        IPage page = await browser.PageAsync();
        var errors = new List<string>();
        page.PageError += (_, error) => errors.Add(error);

        await page.GotoAsync($"file://{path}");
        double opened = await page.EvaluateAsync<double>("() => performance.getEntriesByType('navigation')[0].domComplete");
        double zoomed = await MeasureAsync(page, "round => { const c = document.querySelector('#flame canvas'); for (const key of round % 2 ? ['Escape'] : ['ArrowDown', 'Enter']) c.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true })); }");
        double searched = await MeasureAsync(page, "round => { const s = document.getElementById('search'); s.value = 'Method' + round % 8; s.dispatchEvent(new Event('input')); }");
        double switched = await MeasureAsync(page, "round => { const s = document.getElementById('axis'); s.value = round % 2 ? 'task' : 'elapsed'; s.dispatchEvent(new Event('change')); }");
        await page.FillAsync("#search", "Method0");
        await page.ClickAsync("#reset");
        await page.FillAsync("#search", "Level0_Method0$");

        Assert.True(frames > 20_000, $"{frames} frames are not many");
        Assert.Empty(errors);
        Assert.Equal("1 frame, 18.7 ms = 12.5 %", await page.TextContentAsync("#matched"));
        if (Environment.GetEnvironmentVariable("ASYNCPROF_MEASURE") == "1")
            await WriteAsync(frames, new FileInfo(path).Length, opened, zoomed, searched, switched);
    }

    /// <summary>The median time from an input until the frame after it is painted, in milliseconds. A frame lasts up to 17 ms.</summary>
    private static Task<double> MeasureAsync(IPage page, string action) => page.EvaluateAsync<double>($$"""
        async () => {
          const act = {{action}}, times = [];
          for (let round = 0; round < {{Rounds}}; round++) {
            const start = performance.now();
            act(round);
            await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
            times.push(performance.now() - start);
          }
          return times.sort((a, b) => a - b)[{{Rounds / 2}}];
        }
        """);

    private static async Task WriteAsync(int frames, long bytes, double opened, double zoomed, double searched, double switched)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"""
            # The page, {frames:N0} frames

            Headless Chromium on a 2-core virtual machine without a graphics card; medians of {Rounds}, from the input until the next frame is painted (a frame
            lasts 17 ms). `ASYNCPROF_MEASURE=1 dotnet test tests/AsyncProf.External.Tests --filter LargePage`

            | | |
            |---|--:|
            | the file | {bytes / 1024:N0} KiB |
            | opened | {opened:0} ms |
            | zoom | {zoomed:0.0} ms |
            | search, total of the matches included | {searched:0.0} ms |
            | switch of the axis: layout of all frames | {switched:0.0} ms |

            """);
        await File.WriteAllTextAsync(Path.Combine(Repository.Root, "bench", "results", "Page.md"), text);
    }

    private static AsyncProfile Large()
    {
        var builder = new ProfileDataBuilder();
        Grow(builder, 0, 0);
        return new AsyncProfile(new RecordingInfo(), builder.Build());
    }

    private static void Grow(ProfileDataBuilder builder, int parent, int depth)
    {
        for (int i = 0; i < Width && depth < Depth; i++)
        {
            int stack = builder.Intern(parent, builder.Intern(new Frame(FrameKind.Method, $"Shop.Level{depth}_Method{i}", false)));
            var own = new TimeByState(1_000, 2_000, 500, 500);
            builder.Add(new StackCharge(stack, new ChargeTags(RootKind.Operation, OperationStatus.Completed, AwaitedBy.Parent, 100), new Measures(1, 4_000, own, own)));
            Grow(builder, stack, depth + 1);
        }
    }
}
