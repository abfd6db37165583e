using System.Globalization;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Renderers;
using AsyncProf.Testing;
using Microsoft.Playwright;

namespace AsyncProf.External.Tests.Renderers;

/// <summary>A page of more than 100,000 frames: only what can be seen may be in the document. With ASYNCPROF_MEASURE=1 how fast it answers is written to <c>bench/results/Page.md</c>.</summary>
public sealed class LargePageTests(Browser browser) : IClassFixture<Browser>, IDisposable
{
    private const int Width = 10, Depth = 5, Rounds = 15, Methods = 20_000, Requests = 800;

    /// <summary>What a document may hold, whatever the profile holds.</summary>
    private const int MostElements = 8_000;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task AHundredThousandFrames_InEveryView_AnswerRightlyWithAShortDocument()
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
        double expanded = await OpenAllAsync(page);
        double scrolled = await MeasureAsync(page, "round => { document.querySelector('.rows').scrollTop = round * 100_000; }");
        int elements = await ElementsAsync(page);
        int rows = await page.EvaluateAsync<int>("() => document.getElementById('tree').offsetHeight");
        await page.ClickAsync("#tab-timeline");
        double timed = await MeasureAsync(page, "round => document.getElementById(round % 3 ? 'zoom-in' : 'whole').click()");
        var all = new List<int>();
        foreach (string view in (string[])["table", "lines", "sandwich", "slowest", "timeline"])
        {
            await page.ClickAsync($"#tab-{view}");
            all.Add(await ElementsAsync(page));
        }

        await page.ClickAsync("#tab-flame");
        await page.FillAsync("#search", "Method0");
        await page.ClickAsync("#reset");
        await page.FillAsync("#search", "Level0_Method0$");

        Assert.True(frames > 100_000, $"{frames} frames are not many");
        Assert.Empty(errors);
        Assert.InRange(rows, (frames - 1) * 22, frames * 22); // all of them are opened
        Assert.All([elements, .. all], count => Assert.InRange(count, 1, MostElements));
        Assert.Equal("1 frame, 44.4 ms = 10.0 %", await page.TextContentAsync("#matched"));
        if (Environment.GetEnvironmentVariable("ASYNCPROF_MEASURE") == "1")
            await WriteAsync(frames, new FileInfo(path).Length, opened, zoomed, searched, switched, expanded, scrolled, timed, all.Append(elements).Max());
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

    private static async Task WriteAsync(int frames, long bytes, double opened, double zoomed, double searched, double switched, double expanded, double scrolled, double timed, int elements)
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
            | tree: all frames opened | {expanded:0.0} ms |
            | tree: scrolled with all of them open | {scrolled:0.0} ms |
            | timeline of {Requests} requests: zoom | {timed:0.0} ms |
            | elements in the document, at most | {elements:N0} |

            """);
        await File.WriteAllTextAsync(Path.Combine(Repository.Root, "bench", "results", "Page.md"), text);
    }

    /// <summary>Opens every frame of the tree; the time until the frame after it is painted, in milliseconds.</summary>
    private static async Task<double> OpenAllAsync(IPage page)
    {
        await page.ClickAsync("#tab-tree");
        return await page.EvaluateAsync<double>("""
            async () => {
              const start = performance.now();
              document.querySelector('#tree [role=treeitem]').dispatchEvent(new KeyboardEvent('keydown', { key: '*', bubbles: true }));
              await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
              return performance.now() - start;
            }
            """);
    }

    private static Task<int> ElementsAsync(IPage page) => page.EvaluateAsync<int>("() => document.querySelectorAll('*').length");

    private static AsyncProfile Large()
    {
        var builder = new ProfileDataBuilder { Timeline = Busy() };
        Grow(builder, 0, 0);
        return new AsyncProfile(new RecordingInfo(), builder.Build());
    }

    /// <summary>Requests that overlap, each of a hundred operations.</summary>
    private static Timeline Busy()
    {
        var frame = new Frame(FrameKind.Entry, "GET /orders", false);
        Frame[] methods = [.. Enumerable.Range(0, 100).Select(i => new Frame(FrameKind.Method, $"Shop.Load{i}", false))];
        TimedPiece[] pieces = [.. Enumerable.Range(0, 100).Select(i => new TimedPiece(i, (PieceState)(i % 4), null, i * 1_000_000, (i + 1) * 1_000_000))];
        TimedNode[] nodes = [.. Enumerable.Range(0, 100).Select(i => new TimedNode(i - 1, i == 0 ? frame : methods[i], i * 1_000_000, 100_000_000, OperationStatus.Completed))];
        return new Timeline(Requests * 20_000_000L, Requests * 20_000_000L / Timeline.MostSteps)
        {
            Roots = [.. Enumerable.Range(0, Requests).Select(i => new TimedRoot(RootKind.Request, i * 20_000_000L, 100_000_000, 0, i < 5) { Nodes = nodes, Path = pieces, Own = pieces })],
            Loads = [new RootLoad(RootKind.Request, frame, [.. Enumerable.Repeat(new TimeByState(10_000_000, 20_000_000, 0, 0), Timeline.MostSteps)])],
            Seen = Requests,
        };
    }

    private static void Grow(ProfileDataBuilder builder, int parent, int depth)
    {
        for (int i = 0; i < Width && depth < Depth; i++)
        {
            int stack = builder.Intern(parent, builder.Intern(new Frame(FrameKind.Method, depth < Depth - 1 ? $"Shop.Level{depth}_Method{i}" : $"Shop.Leaf{builder.StackCount % Methods}", false)));
            var own = new TimeByState(1_000, 2_000, 500, 500);
            builder.Add(new StackCharge(stack, new ChargeTags(RootKind.Operation, OperationStatus.Completed, AwaitedBy.Parent, 100), new Measures(1, 4_000, own, own)));
            Grow(builder, stack, depth + 1);
        }
    }
}
