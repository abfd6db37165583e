using AsyncProf.Live;
using AsyncProf.Profiles;

namespace AsyncProf.Cli.Top;

/// <summary>The live table without its drawing: which picture is shown, what of it, and what keys do.</summary>
/// <param name="choice">What is shown at first.</param>
internal sealed class TopView(TopChoice choice)
{
    /// <summary>No name is longer that somebody types.</summary>
    private const int LongestFilter = 100;

    private LiveSnapshot? _newest;
    private (LiveSnapshot Of, TopPage Page, bool SinceStart, bool Folds, IReadOnlyList<TopRow> Rows)? _read;

    /// <summary>What is shown of the picture.</summary>
    public TopChoice Choice { get; private set; } = choice;

    /// <summary>Whether the picture stands still.</summary>
    public bool IsPaused { get; private set; }

    /// <summary>Whether a filter is being typed, so that keys are letters of it.</summary>
    public bool IsTyping { get; private set; }

    /// <summary>The picture that is shown; null before the first.</summary>
    public LiveSnapshot? Shown { get; private set; }

    /// <summary>The profile that is shown, as it was made; null before the first.</summary>
    public AsyncProfile? Profile => Shown is null ? null : Choice.SinceStart ? Shown.Total : Shown.Window;

    /// <summary>How many lines there are, chosen or not.</summary>
    public int Count => Read().Count;

    /// <summary>Another picture has come.</summary>
    public void Take(LiveSnapshot picture)
    {
        _newest = picture;
        if (!IsPaused)
            Shown = picture;
    }

    /// <summary>The lines that are chosen, in their order.</summary>
    public IReadOnlyList<TopRow> Rows() => TopRows.Choose(Read(), Choice);

    /// <summary>A key was pressed.</summary>
    public TopAct Press(ConsoleKeyInfo key)
    {
        if (IsTyping)
        {
            Type(key);
            return TopAct.None;
        }

        switch (key.Key)
        {
            case ConsoleKey.Escape when Choice.Filter.Length == 0:
                return TopAct.Quit;
            case ConsoleKey.Escape:
                Choice = Choice with { Filter = "" };
                return TopAct.None;
            case ConsoleKey.Tab:
                Choice = Choice with { Page = Choice.Page == TopPage.Methods ? TopPage.Requests : TopPage.Methods };
                return TopAct.None;
        }

        return Press(char.ToLowerInvariant(key.KeyChar));
    }

    private TopAct Press(char letter)
    {
        if (TopKeys.SortOf(letter) is { } sort)
        {
            Choice = Choice.SortedBy(sort);
            return TopAct.None;
        }

        switch (letter)
        {
            case '1' or '2':
                Choice = Choice with { Page = letter == '1' ? TopPage.Methods : TopPage.Requests };
                break;
            case 's':
                Choice = Choice with { SinceStart = !Choice.SinceStart };
                break;
            case 'f':
                Choice = Choice with { FoldsFrameworks = !Choice.FoldsFrameworks };
                break;
            case '/':
                IsTyping = true;
                break;
            case ' ':
                IsPaused = !IsPaused;
                Shown = _newest;
                break;
            case 'z':
                return TopAct.Reset;
            case 'q':
                return TopAct.Quit;
        }

        return TopAct.None;
    }

    private void Type(ConsoleKeyInfo key)
    {
        string filter = Choice.Filter;
        switch (key.Key)
        {
            case ConsoleKey.Enter:
                IsTyping = false;
                return;
            case ConsoleKey.Escape:
                (IsTyping, filter) = (false, "");
                break;
            case ConsoleKey.Backspace:
                filter = filter[..Math.Max(0, filter.Length - 1)];
                break;
            default:
                filter = key.KeyChar == '\0' || char.IsControl(key.KeyChar) || filter.Length >= LongestFilter ? filter : filter + key.KeyChar;
                break;
        }

        Choice = Choice with { Filter = filter };
    }

    /// <summary>Reading a profile takes a while, and most keys need nothing new of it.</summary>
    private IReadOnlyList<TopRow> Read()
    {
        if (Shown is null || Profile is not { } profile)
            return [];
        if (_read is { } read && read.Of == Shown && read.Page == Choice.Page && read.SinceStart == Choice.SinceStart && read.Folds == Choice.FoldsFrameworks)
            return read.Rows;
        bool folds = Choice.FoldsFrameworks && Choice.Page == TopPage.Methods;
        IReadOnlyList<TopRow> rows = TopRows.Of(folds ? profile.FoldFramework() : profile, Choice.Page, withBegunBefore: !Choice.FoldsFrameworks);
        _read = (Shown, Choice.Page, Choice.SinceStart, Choice.FoldsFrameworks, rows);
        return rows;
    }
}
