using AsyncProf.Cli.Top;

namespace AsyncProf.Cli.Tests.Top;

/// <summary>What keys do to a live table.</summary>
public class TopViewTests
{
    private const string Load = "Shop.Orders.LoadAsync", Render = "Shop.Pages.RenderAsync", Read = "System.IO.Stream.ReadAsync", Orders = "GET /orders/{id}", Page = "GET /page";

    private readonly TopView _view = new(new TopChoice());

    public TopViewTests() => _view.Take(Pictures.Of(100));

    [Fact]
    public void Rows_AtFirst_AreMethodsByElapsedWithFrameworksFolded()
    {
        Assert.Equal([Load, Render], Names().Where(IsMethod));
        Assert.Equal(200_000_000, Row(Load).ElapsedNs);
        Assert.Equal((0, 200_000_000), (Row(Load).Elapsed.RunningNs, Row(Load).Elapsed.WaitingNs));
        Assert.Equal(100, Row(Load).CallsPerSecond);
        Assert.DoesNotContain(Read, Names());
    }

    [Theory]
    [InlineData("r", Render)]
    [InlineData("w", Load)]
    [InlineData("c", Load)]
    [InlineData("p", Render)]
    [InlineData("re", Load)]
    [InlineData("R", Render)]
    public void Press_ASort_PutsTheLargestFirst(string keys, string first)
    {
        Press(keys);

        Assert.Equal(first, Names().First(IsMethod));
    }

    [Fact]
    public void Press_ASortThatThePageHasNot_ChangesNothing()
    {
        TopChoice before = _view.Choice;
        Press("m"); // the median, which only requests have

        Assert.Equal(before, _view.Choice);
    }

    [Fact]
    public void Press_TabAndNumbers_TurnPages_EachWithItsOwnSort()
    {
        Press("r\t");
        Assert.Equal([Orders, Page], Names());
        Press("pp");
        Assert.Equal([Page, Orders], Names());
        Press("1");
        Assert.Equal((TopPage.Methods, TopSort.Running), (_view.Choice.Page, _view.Choice.Sort));
        Press("2");
        Assert.Equal((TopPage.Requests, TopSort.P99), (_view.Choice.Page, _view.Choice.Sort));
    }

    [Fact]
    public void Press_SinceStart_ShowsAllAndRatesOfAll()
    {
        Press("s");
        Assert.Equal((2_000_000_000, 100), (Row(Load).ElapsedNs, Row(Load).CallsPerSecond));
        Press("s");
        Assert.Equal(200_000_000, Row(Load).ElapsedNs);
    }

    [Fact]
    public void Press_Frameworks_ShowsThem_AndFoldsThemAgain()
    {
        Press("f");
        Assert.Contains(Read, Names());
        Assert.True(Row(Read).IsFramework);
        Press("f");
        Assert.DoesNotContain(Read, Names());
    }

    [Fact]
    public void Press_Slash_TypesAFilterInAnyCase_WhoseLettersAreNoKeys()
    {
        Press("/qRDERs");
        Assert.True(_view.IsTyping);
        Assert.Empty(_view.Rows());
        Press("\b\b\b\b\b\borders.");
        Assert.Equal([Load], Names());
        Press("\r");
        Assert.Equal((false, "orders."), (_view.IsTyping, _view.Choice.Filter));
        Assert.Equal((1, 4), (_view.Rows().Count, _view.Count));
    }

    [Fact]
    public void Press_Escape_ClearsTheFilterFirst_AndThenQuits()
    {
        Press("/pages");
        Assert.Equal(TopAct.None, Press(ConsoleKey.Escape));
        Assert.Equal((false, ""), (_view.IsTyping, _view.Choice.Filter));
        Press("/pages\r");
        Assert.Equal(TopAct.None, Press(ConsoleKey.Escape));
        Assert.Equal("", _view.Choice.Filter);
        Assert.Equal(TopAct.Quit, Press(ConsoleKey.Escape));
    }

    [Fact]
    public void Press_Space_HoldsThePicture_UntilItIsPressedAgain()
    {
        Press(" ");
        _view.Take(Pictures.Of(7));
        Assert.True(_view.IsPaused);
        Assert.Equal(100, Row(Load).CallsPerSecond);
        Press("s"); // what is held can be looked at in other ways
        Assert.Equal(2_000_000_000, Row(Load).ElapsedNs);
        Press("s ");
        Assert.Equal((false, 7), (_view.IsPaused, Row(Load).CallsPerSecond));
    }

    [Theory]
    [InlineData("z", "Reset")]
    [InlineData("q", "Quit")]
    [InlineData("x", "None")]
    public void Press_AKeyThatActs_SaysSo(string key, string act) => Assert.Equal(act, Press(key).ToString());

    [Fact]
    public void Take_AnotherPicture_IsShown()
    {
        Press("c/orders\r");
        _view.Take(Pictures.Of(3));

        Assert.Equal(3, Row(Load).CallsPerSecond);
        Assert.Equal([Load, Orders], Names());
    }

    [Fact]
    public void Rows_BeforeTheFirstPicture_AreNone()
    {
        var view = new TopView(new TopChoice());

        Assert.Empty(view.Rows());
        Assert.Equal((0, TopAct.Quit), (view.Count, view.Press(new ConsoleKeyInfo('q', ConsoleKey.Q, false, false, false))));
    }

    private static bool IsMethod(string name) => name.StartsWith("Shop", StringComparison.Ordinal);

    private IEnumerable<string> Names() => _view.Rows().Select(row => row.Name);

    private TopRow Row(string name) => _view.Rows().Single(row => row.Name == name);

    private TopAct Press(ConsoleKey key) => _view.Press(new ConsoleKeyInfo('\0', key, false, false, false));

    private TopAct Press(string keys)
    {
        TopAct last = TopAct.None;
        foreach (char key in keys)
        {
            ConsoleKey known = key switch { '\t' => ConsoleKey.Tab, '\b' => ConsoleKey.Backspace, '\r' => ConsoleKey.Enter, _ => ConsoleKey.None };
            last = _view.Press(new ConsoleKeyInfo(key, known, false, false, false));
        }

        return last;
    }
}
