using System.Text.RegularExpressions;
using AsyncProf.Cli.Top;
using AsyncProf.Live;
using AsyncProf.Profiles;
using AsyncProf.Testing;
using AsyncProf.Testing.Names;
using Spectre.Console;

namespace AsyncProf.Cli.Tests.Top;

/// <summary>How a live table is drawn.</summary>
public partial class TopScreenTests
{
    private readonly TopView _view = new(new TopChoice());

    public static TheoryData<string> Names => [.. EvilNames.All.Keys];

    [Theory]
    [InlineData(80, 24)]
    [InlineData(100, 10)]
    [InlineData(200, 50)]
    [InlineData(62, 7)]
    public void Draw_OnATerminalOfAnySize_FillsItAndNoMore(int width, int height)
    {
        _view.Take(Pictures.Of(100));

        string[] lines = Lines(width, height);

        Assert.Equal(height, lines.Length);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, width));
        Assert.StartsWith("Shop (4711)  .NET 10.0.1  eventpipe", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("elapsed running waiting   ready blocked", lines[3].PadRight(60), StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_APicture_ShowsItsNumbers()
    {
        _view.Take(Pictures.Of(100));

        string[] lines = Lines(120, 24);

        Assert.Equal("Shop (4711)  .NET 10.0.1  eventpipe  1,200 events/s  1.5 MB/s  lost 0", lines[0]);
        Assert.Equal("open: 1,234 operations, 2 requests (oldest 2.50 s)  ready 24.0 µs (p99 1.10 ms)", lines[1]);
        Assert.Equal("methods  last 1.00 s  by elapsed  4 of 4  frameworks folded", lines[2]);
        Assert.Equal(" 200 ms       0  200 ms       0       0     100       0  Shop.Orders.LoadAsync", lines[4]);
        Assert.Equal("sort by: e elapsed  r running  w waiting  y ready  b blocked  c calls  p p99", lines[22]);
        Assert.Equal("Tab page  s since start  / filter  Space pause  z reset  f frameworks  q quit", lines[23]);
    }

    [Fact]
    public void Draw_Requests_HasTheirColumns()
    {
        _view.Take(Pictures.Of(100));
        Press("2s ");

        string[] lines = Lines(100, 24);

        Assert.Equal("requests  since start 10.0 s  by elapsed  2 of 2  PAUSED", lines[2]);
        Assert.Equal("count/s     p50     p99     max elapsed  request", lines[3]);
        Assert.EndsWith("GET /orders/{id}", lines[4], StringComparison.Ordinal);
        Assert.Equal("sort by: e elapsed  c calls  m median  p p99", lines[22]);
    }

    [Fact]
    public void Draw_MoreRowsThanThereIsRoomFor_KeepsTheHelp()
    {
        _view.Take(Pictures.Of(100));

        string[] lines = Lines(100, 8);

        Assert.Contains("Shop.Orders.LoadAsync", lines[4], StringComparison.Ordinal);
        Assert.Contains("q quit", lines[7], StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_WhileAFilterIsTyped_ShowsIt()
    {
        _view.Take(Pictures.Of(100));
        Press("/orders");

        string[] lines = Lines(120, 24);

        Assert.Contains("2 of 4  filter \"orders\"", lines[2], StringComparison.Ordinal);
        Assert.Equal("/orders_  Enter keeps it, Esc clears it", lines[23]);
    }

    [Fact]
    public void Draw_BeforeTheFirstPicture_SaysWhatItWaitsFor() => Assert.Equal("waiting for what it does…", Lines(80, 24)[1]);

    [Fact]
    public void Draw_LateAndWithLosses_SaysSo()
    {
        LiveSnapshot picture = Pictures.Of(1);
        _view.Take(picture with { State = picture.State with { LostEvents = 1234, BehindNs = 3_210_000_000, OpenRequests = 0, Resumptions = 0 } });

        string[] lines = Lines(120, 24);
        Assert.EndsWith("12 events/s  1.5 MB/s  lost 1,234", lines[0], StringComparison.Ordinal);
        Assert.Equal("open: 1,234 operations, 0 requests  3.21 s BEHIND", lines[1]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Draw_AnyName_CommandsNothing(string what)
    {
        string name = EvilNames.All[what];
        var profile = new ScriptedProfile();
        profile.Call(profile.Root("GET " + name, 1), "Shop." + name, 1, 5);
        AsyncProfile built = profile.Build();
        _view.Take(new LiveSnapshot(built, built, new LiveState()));
        Press("/");
        foreach (char letter in name.Take(20))
            _view.Press(new ConsoleKeyInfo(letter, ConsoleKey.None, false, false, false));
        _view.Press(new ConsoleKeyInfo('\0', ConsoleKey.Escape, false, false, false));

        foreach (string page in (string[])["1", "2"])
        {
            Press(page);
            string frame = new TopScreen(Pictures.Options with { Process = name }, null).Draw(_view, 100, 24, ColorSystem.TrueColor);
            string text = OurCodes().Replace(frame, "");
            Media.AssertText(text);
            Assert.Equal(23, text.Count(letter => letter == '\n'));
        }
    }

    private string[] Lines(int width, int height) =>
        [.. OurCodes().Replace(new TopScreen(Pictures.Options, null).Draw(_view, width, height, ColorSystem.NoColors), "").Split("\r\n").Select(line => line.TrimEnd())];

    private void Press(string keys)
    {
        foreach (char key in keys)
            _view.Press(new ConsoleKeyInfo(key, key == '\t' ? ConsoleKey.Tab : ConsoleKey.None, false, false, false));
    }

    /// <summary>What drawing itself writes: home, to the end of a line or of the screen, and styles.</summary>
    [GeneratedRegex(@"\u001b\[(H|K|J|[0-9;]*m)")]
    private static partial Regex OurCodes();
}
