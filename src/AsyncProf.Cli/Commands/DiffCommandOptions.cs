using System.CommandLine;
using AsyncProf.Cli.Arguments;
using AsyncProf.Cli.Diffing;
using AsyncProf.Cli.Output;
using AsyncProf.Diffing;

namespace AsyncProf.Cli.Commands;

/// <summary>The options of <c>asyncprof diff</c>.</summary>
internal sealed class DiffCommandOptions
{
    private static readonly string[] Formats = ["text", "md", "json", "csv"];

    private readonly Argument<string[]> _sides = new("BASE HEAD") { Description = "Two sides: a recording (.nettrace, .pb.gz) or a folder of recordings each.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string[]> _base = Side("--base", "The base's recordings, or folders of them.");
    private readonly Option<string[]> _head = Side("--head", "The head's recordings, or folders of them.");
    private readonly Option<string> _threshold = new("--threshold") { Description = "The smallest change that counts, in parts of the base. Default: 5%.", HelpName = "SHARE" };
    private readonly Option<string> _floor = new("--floor") { Description = "The smallest change that counts, per request. Default: 50us.", HelpName = "TIME" };
    private readonly Option<string> _share = new("--share") { Description = "The smallest change of a method that counts, in parts of its root's time. Default: 1%.", HelpName = "SHARE" };
    private readonly Option<string> _config = new("--config") { Description = $"Where thresholds by name are kept. Default: {DiffConfig.Usual} in the current folder, if it is there.", HelpName = "FILE" };
    private readonly Option<bool> _advisory = new("--advisory") { Description = "Exit with 0 instead of 1 and 3: tell, and let pass." };
    private readonly Option<bool> _strict = new("--strict") { Description = "Exit with 3 where the recordings are not alike: runtime, processors, source, losses, mix of roots." };
    private readonly Option<string> _format = new("--format") { Description = $"What is printed. One of {string.Join(", ", Formats)}.", DefaultValueFactory = _ => Formats[0], HelpName = "FORMAT" };
    private readonly Option<string> _output = new("--output", "-o") { Description = "Write it to a file too; its name tells the format.", HelpName = "FILE" };
    private readonly Option<bool> _force = new("--force") { Description = "Overwrite FILE if it exists." };
    private readonly Option<string> _top = new("--top") { Description = "How many rows of each list to show as text: a number, or a share such as 10%.", HelpName = "N" };
    private readonly Option<bool> _fold = new("--fold-framework") { Description = "Fold framework frames (System.*, Microsoft.*) into waits of your methods." };
    private readonly FilterOptions _filters = new();

    public DiffCommandOptions() => _format.AcceptOnlyFromAmong(Formats);

    public void AddTo(Command command)
    {
        command.Add(_sides);
        foreach (Option option in (Option[])[_base, _head, _threshold, _floor, _share, _config, _advisory, _strict, _format, _output, _force, _top, _fold])
            command.Add(option);
        _filters.AddTo(command);
    }

    /// <exception cref="UserError">Something is missing or wrong.</exception>
    public DiffRequest Read(ParseResult parsed, CliConsole console)
    {
        (IReadOnlyList<string> bases, IReadOnlyList<string> heads) = Sides(parsed.GetValue(_sides) ?? [], parsed.GetValue(_base) ?? [], parsed.GetValue(_head) ?? []);
        if (parsed.GetValue(_format) != "text" && parsed.GetValue(_top) is not null)
            throw new UserError("--top applies to --format text only.");
        DiffOptions kept = DiffConfig.Read(parsed.GetValue(_config), console.Folder);
        var options = kept with
        {
            Threshold = ShareValue.Parse("--threshold", parsed.GetValue(_threshold)) ?? kept.Threshold,
            FloorNs = ShortTimeValue.ParseNs("--floor", parsed.GetValue(_floor)) ?? kept.FloorNs,
            Share = ShareValue.Parse("--share", parsed.GetValue(_share)) ?? kept.Share,
            IsStrict = parsed.GetValue(_strict),
        };
        return new DiffRequest(
            bases, heads, options, parsed.GetValue(_advisory), parsed.GetValue(_format)!, parsed.GetValue(_top), parsed.GetValue(_output), parsed.GetValue(_force), parsed.GetValue(_fold), _filters.Read(parsed));
    }

    private static (IReadOnlyList<string> Bases, IReadOnlyList<string> Heads) Sides(string[] sides, string[] bases, string[] heads)
    {
        if (sides.Length > 0 && sides[0].StartsWith('-'))
            throw new UserError($"Unknown option {sides[0]}: asyncprof diff --help lists the options.");
        return (sides, bases, heads) switch
        {
            ([var from, var to], [], []) => ([from], [to]),
            ([], [_, ..], [_, ..]) => (bases, heads),
            ([], [], []) => throw new UserError("Name two sides: asyncprof diff BASE HEAD, or --base FILE… --head FILE…; a side is a recording, a folder of recordings, or several files."),
            ([], _, _) => throw new UserError($"Only the {(bases.Length > 0 ? "base" : "head")} is named: --base and --head go together."),
            (_, [], []) => throw new UserError(FormattableString.Invariant($"asyncprof diff takes two sides, BASE and HEAD; {sides.Length} {(sides.Length == 1 ? "is" : "are")} named. Several files a side go behind --base and --head.")),
            _ => throw new UserError("Name the sides as BASE HEAD or by --base and --head, not both."),
        };
    }

    private static Option<string[]> Side(string name, string description) => new(name) { Description = description, HelpName = "FILE", AllowMultipleArgumentsPerToken = true };
}
