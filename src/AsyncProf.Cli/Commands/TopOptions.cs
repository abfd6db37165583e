using System.CommandLine;
using AsyncProf.Cli.Arguments;
using AsyncProf.Cli.Output;
using AsyncProf.Cli.Top;

namespace AsyncProf.Cli.Commands;

/// <summary>The options of <c>asyncprof top</c>.</summary>
internal sealed class TopOptions
{
    private const int MostRows = 1000;

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(200), Longest = TimeSpan.FromMinutes(1);

    private readonly Option<int?> _pid = new("--pid", "-p") { Description = "The id of the process to look at.", HelpName = "PID", CustomParser = result => NumberValue.Parse(result) };
    private readonly Option<string> _name = new("--name", "-n") { Description = "The name of the process to look at, or of the app that dotnet runs.", HelpName = "NAME" };
    private readonly Option<string> _duration = new("--duration", "-d") { Description = "How long: 5, 500ms, 2m. Default: until q, Ctrl+C or the end of the process.", HelpName = "TIME" };
    private readonly Option<string> _interval = new("--interval") { Description = "The time from one picture to the next, from 200ms to 1m. Default: 1s.", HelpName = "TIME" };
    private readonly Option<string> _view = OneOf("--view", "VIEW", "What to show at first.", "methods", [.. Enum.GetValues<TopPage>().Select(page => page.ToString().ToLowerInvariant())]);
    private readonly Option<string> _sort = OneOf("--sort", "KEY", "What to sort by at first.", "elapsed", [.. Enum.GetValues<TopSort>().Select(TopKeys.NameOf)]);
    private readonly Option<string> _filter = new("--filter") { Description = "Show only methods or requests whose name holds TEXT, in any case.", HelpName = "TEXT" };
    private readonly Option<bool> _total = new("--since-start") { Description = "Show all since the start at first, and not the last window." };
    private readonly Option<bool> _showAll = new("--show-all") { Description = "Show framework methods (System.*, Microsoft.*), and what began before." };
    private readonly Option<int?> _top = new("--top") { Description = "How many rows at the most. Default: as many as the terminal has, 20 in plain text.", HelpName = "N", CustomParser = NumberValue.Between(1, MostRows) };
    private readonly Option<bool> _plain = new("--plain") { Description = "Write lines, one block a picture, as into a pipe or a file." };
    private readonly SourceOption _source = new("eventpipe, but agent on .NET 8 and .NET 11");

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_pid, _name, _duration, _interval, _view, _sort, _filter, _total, _showAll, _top, _plain])
            command.Add(option);
        _source.AddTo(command);
    }

    /// <exception cref="UserError">Something is missing, wrong, or does not go with something else.</exception>
    public TopRequest Read(ParseResult parsed)
    {
        (int? pid, string? name) = (parsed.GetValue(_pid), parsed.GetValue(_name));
        if (pid is null == name is null)
            throw new UserError("Name one process, by --pid or by --name; asyncprof ps lists processes.");
        TimeSpan interval = TimeValue.Parse("--interval", parsed.GetValue(_interval)) ?? TimeSpan.FromSeconds(1);
        if (interval < Shortest || interval > Longest)
            throw new UserError($"--interval must be from 200ms to 1m; it is {parsed.GetValue(_interval)}.");
        var choice = new TopChoice
        {
            Page = Enum.Parse<TopPage>(parsed.GetValue(_view)!, ignoreCase: true),
            SinceStart = parsed.GetValue(_total),
            Filter = parsed.GetValue(_filter) ?? "",
            FoldsFrameworks = !parsed.GetValue(_showAll),
        };
        TopSort sort = Enum.Parse<TopSort>(parsed.GetValue(_sort)!, ignoreCase: true);
        if (!TopColumns.Has(choice.Page, sort))
            throw new UserError($"--sort {TopKeys.NameOf(sort)} does not go with --view {parsed.GetValue(_view)}, which has no such column.");
        return new TopRequest(pid, name, _source.Read(parsed), interval, TimeValue.Parse("--duration", parsed.GetValue(_duration)), parsed.GetValue(_top), parsed.GetValue(_plain), choice.SortedBy(sort));
    }

    private static Option<string> OneOf(string name, string help, string description, string otherwise, params string[] values)
    {
        var option = new Option<string>(name) { Description = $"{description} One of {string.Join(", ", values)}.", HelpName = help, DefaultValueFactory = _ => otherwise };
        option.AcceptOnlyFromAmong(values);
        return option;
    }
}
