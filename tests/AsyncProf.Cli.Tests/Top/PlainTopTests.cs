using AsyncProf.Cli.Top;
using AsyncProf.Live;
using AsyncProf.Profiles;
using AsyncProf.Testing;
using AsyncProf.Testing.Names;

namespace AsyncProf.Cli.Tests.Top;

/// <summary>A live table as lines.</summary>
public class PlainTopTests
{
    private readonly TopView _view = new(new TopChoice());

    public static TheoryData<string> Names => [.. EvilNames.All.Keys];

    [Fact]
    public void Lines_OfAPicture_AreABlockOfTheFirstRows()
    {
        _view.Take(Pictures.Of(100));

        Assert.Equal(
            [
                "Shop (4711)  .NET 10.0.1  eventpipe  1,200 events/s  1.5 MB/s  lost 0",
                "open: 1,234 operations, 2 requests (oldest 2.50 s)  ready 24.0 µs (p99 1.10 ms)",
                "methods  last 1.00 s  by elapsed  4 of 4  frameworks folded",
                "elapsed running waiting   ready blocked calls/s     p99  method",
                " 200 ms       0  200 ms       0       0     100       0  Shop.Orders.LoadAsync",
                "",
            ],
            new PlainTop(Pictures.Options, 1).Lines(_view));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Lines_OfAnyName_AreAsManyAsOfOthers(string what)
    {
        string name = EvilNames.All[what];
        using var captured = new Cli.Tests.Names.CapturedConsole();
        var profile = new ScriptedProfile();
        profile.Call(profile.Root("GET " + name, 1), "Shop." + name, 1, 5);
        AsyncProfile built = profile.Build();
        _view.Take(new LiveSnapshot(built, built, new LiveState()));

        foreach (string line in new PlainTop(Pictures.Options with { Process = name, Runtime = name }, 5).Lines(_view))
            captured.Console.List(line);

        Assert.Equal(7, Media.AssertText(captured.Output).Count(letter => letter == '\n'));
    }
}
