using AsyncProf.Live;

namespace AsyncProf.Cli.Top;

/// <summary>A live table as lines: for a pipe or a file, or a terminal that can do no more.</summary>
/// <param name="options">What is looked at.</param>
/// <param name="top">How many rows.</param>
internal sealed class PlainTop(LiveOptions options, int top)
{
    /// <summary>As wide as other tables are in a pipe or a file.</summary>
    private const int Width = 120;

    /// <summary>A picture as lines, the last of them empty.</summary>
    public IEnumerable<string> Lines(TopView view)
    {
        IReadOnlyList<TopRow> rows = view.Rows();
        IReadOnlyList<TopColumn> columns = TopColumns.Of(view.Choice.Page);
        yield return TopText.Process(options, view.Shown);
        if (view.Shown is { } picture)
            yield return TopText.Numbers(picture);
        yield return TopText.Chosen(view, rows.Count);
        yield return string.Concat(columns.Select(column => Cell(column.Title))) + " " + TopColumns.NameTitle(view.Choice.Page);
        int room = Width - (columns.Count * (TopColumns.Width + 1)) - 1;
        foreach (TopRow row in rows.Take(top))
            yield return string.Concat(columns.Select(column => Cell(column.Text(row)))) + " " + TopText.Name(row, room);
        yield return "";
    }

    private static string Cell(string text) => text.PadLeft(TopColumns.Width) + " ";
}
