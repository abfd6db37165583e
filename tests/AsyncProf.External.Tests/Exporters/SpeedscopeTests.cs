using AsyncProf.Exporters;
using AsyncProf.Profiles;
using AsyncProf.Testing;
using Microsoft.Playwright;

namespace AsyncProf.External.Tests.Exporters;

/// <summary>Our files in speedscope's own hands.</summary>
public sealed class SpeedscopeTests(Browser browser) : IClassFixture<Browser>, IDisposable
{
    private const string Host = "http://speedscope.test/";
    private static readonly string Bundle = Path.Combine(Npm.Modules, "speedscope", "dist", "release");
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Write_AnyProfile_KeepsToTheSchema(int seed)
    {
        string file = Write(Playback.OfRandom(seed));

        Assert.Equal("", await Npm.RunAsync(Path.Combine(AppContext.BaseDirectory, "Exporters", "validate.mjs"), Npm.Modules, Path.Combine(Bundle, "file-format-schema.json"), file));
    }

    [Fact]
    public async Task Open_InItsOwnBundle_ShowsElapsedWithoutAnError()
    {
        string file = Write(Playback.OfRandom(4));
        IPage page = await browser.PageAsync();
        var errors = new List<string>();
        page.Console += (_, message) => errors.AddRange(message.Type == "error" ? [message.Text] : []);
        page.PageError += (_, error) => errors.Add(error);
        await page.RouteAsync($"{Host}**", route =>
        {
            string name = new Uri(route.Request.Url).AbsolutePath.TrimStart('/');
            string path = name == "x.json" ? file : Path.Combine(Bundle, name);
            return File.Exists(path) ? route.FulfillAsync(new RouteFulfillOptions { Path = path }) : route.AbortAsync();
        });

        await page.GotoAsync($"{Host}index.html#profileURL={Uri.EscapeDataString($"{Host}x.json")}");
        await page.GetByText("elapsed (1/", new PageGetByTextOptions { Exact = false }).First.WaitForAsync();

        Assert.Empty(errors);
    }

    private string Write(AsyncProfile profile)
    {
        string path = Path.Combine(_directory.FullName, "x.json");
        using FileStream file = File.Create(path);
        Speedscope.Write(profile, file);
        return path;
    }
}
