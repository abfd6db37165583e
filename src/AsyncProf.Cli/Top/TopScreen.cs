using System.Text;
using AsyncProf.Live;
using AsyncProf.Profiles.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AsyncProf.Cli.Top;

/// <summary>A live table as it stands on a terminal: each picture as one text that is written over the one before.</summary>
/// <param name="options">What is looked at.</param>
/// <param name="top">How many rows at the most; null for as many as there is room for.</param>
internal sealed class TopScreen(LiveOptions options, int? top)
{
    /// <summary>The other screen, which leaves what stands on the terminal alone, without a cursor; and back.</summary>
    public const string Enter = "\e[?1049h\e[?25l", Leave = "\e[?25h\e[?1049l";

    private const string Home = "\e[H", ToEndOfLine = "\e[K", ToEnd = "\e[J";

    /// <summary>Lines that are no rows: three above the table, its head, and the help.</summary>
    private const int OtherLines = 3 + 1 + 2;

    private const int Narrowest = 40;

    private static readonly Style Bold = new(decoration: Decoration.Bold), Dim = new(Color.Grey), Chosen = new(decoration: Decoration.Bold | Decoration.Underline), Head = new(decoration: Decoration.Underline);

    /// <summary>Draws.</summary>
    /// <param name="view">What is shown.</param>
    /// <param name="width">How many columns there are.</param>
    /// <param name="height">How many lines there are.</param>
    /// <param name="colors">What colours there are.</param>
    public string Draw(TopView view, int width, int height, ColorSystem colors)
    {
        width = Math.Max(width, Narrowest);
        using var writer = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = (ColorSystemSupport)colors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = width;
        IReadOnlyList<TopRow> rows = view.Rows();
        int room = Math.Max(1, Math.Min(height - OtherLines, top ?? int.MaxValue));
        Line(console, TopText.Process(options, view.Shown), Bold);
        Line(console, view.Shown is { } picture ? TopText.Numbers(picture) : "waiting for what it does…", Style.Plain);
        Line(console, TopText.Chosen(view, rows.Count), view.IsPaused ? Bold : Style.Plain);
        console.Write(TableOf(view, [.. rows.Take(room)], width));
        for (int blank = Math.Min(rows.Count, room); blank < height - OtherLines; blank++)
            Line(console, "", Style.Plain);
        foreach (string line in Help(view))
            Line(console, line, Dim);
        return Frame(writer.ToString(), height);
    }

    private static IReadOnlyList<string> Help(TopView view) => view.IsTyping ? ["", $"/{PlainText.Printable(view.Choice.Filter)}_  Enter keeps it, Esc clears it"] : TopKeys.Help(view.Choice.Page);

    private static Table TableOf(TopView view, IReadOnlyList<TopRow> rows, int width)
    {
        IReadOnlyList<TopColumn> columns = TopColumns.Of(view.Choice.Page);
        int room = width - (columns.Count * (TopColumns.Width + 1)) - 1;
        Table table = new Table().NoBorder().Collapse();
        foreach (TopColumn column in columns)
            table.AddColumn(new TableColumn(new Text(column.Title, column.Sort == view.Choice.Sort ? Chosen : Head).Overflow(Overflow.Ellipsis)).RightAligned().NoWrap().Width(TopColumns.Width).Padding(0, 0, 1, 0));
        table.AddColumn(new TableColumn(new Text(" " + TopColumns.NameTitle(view.Choice.Page), Head)).NoWrap().Padding(0, 0, 0, 0));
        foreach (TopRow row in rows)
        {
            Style style = row.IsFramework ? Dim : Style.Plain;
            table.AddRow([.. columns.Select(column => new Text(column.Text(row), style)), new Text(Cut(" " + TopText.Name(row, room), room + 1), style)]);
        }

        return table;
    }

    /// <summary>A line that ends where the terminal does.</summary>
    private static void Line(IAnsiConsole console, string text, Style style)
    {
        console.Write(new Text(Cut(text, console.Profile.Width), style));
        console.WriteLine();
    }

    /// <summary>So much of a text as has room, by the width that terminals give to its letters.</summary>
    private static string Cut(string text, int width) => Segment.Truncate(new Segment(text), width)?.Text ?? "";

    /// <summary>Lines over lines: what was there is cleared to the right of each and below the last, so that nothing flickers.</summary>
    private static string Frame(string drawn, int height)
    {
        var frame = new StringBuilder(Home);
        string[] lines = drawn.TrimEnd('\n').Split('\n');
        for (int i = 0; i < Math.Min(lines.Length, height); i++)
            frame.Append(i == 0 ? "" : "\r\n").Append(lines[i].TrimEnd('\r')).Append(ToEndOfLine);
        return frame.Append(ToEnd).ToString();
    }
}
