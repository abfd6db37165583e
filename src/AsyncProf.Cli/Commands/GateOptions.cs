using System.CommandLine;
using AsyncProf.Cli.Arguments;
using AsyncProf.Cli.Diffing;
using AsyncProf.Cli.Output;
using AsyncProf.Diffing;

namespace AsyncProf.Cli.Commands;

/// <summary>What counts as a regression and how it is told: the options that <c>diff</c> and <c>compare</c> share.</summary>
internal sealed class GateOptions
{
    private static readonly string[] Formats = ["text", "md", "json", "csv"];

    private static readonly string[] Dimensions = ["method", "library"];

    private static readonly string[] Measures = [.. Enum.GetNames<DiffMeasure>().Select(name => name.ToLowerInvariant())];

    private readonly Option<string> _measure = new("--measure") { Description = $"What is compared: time, or what was measured beside it: bytes allocated, time on processors. compare records it, diff needs recordings made with --alloc or --cpu. One of {string.Join(", ", Measures)}.", DefaultValueFactory = _ => Measures[0], HelpName = "MEASURE" };
    private readonly Option<string> _threshold = new("--threshold") { Description = "The smallest change that counts, in parts of the base. Default: 5%.", HelpName = "SHARE" };
    private readonly Option<string> _floor = new("--floor") { Description = "The smallest change that counts, per request: a time, or bytes such as 4KiB. Default: 50us, 1KiB, 20us of processors.", HelpName = "AMOUNT" };
    private readonly Option<string> _share = new("--share") { Description = "The smallest change of a method that counts, in parts of its root's time. Default: 1%.", HelpName = "SHARE" };
    private readonly Option<string> _config = new("--config") { Description = $"Where thresholds by name are kept. Default: {DiffConfig.Usual} in the current folder, if it is there.", HelpName = "FILE" };
    private readonly Option<bool> _advisory = new("--advisory") { Description = "Exit with 0 instead of 1 and 3: tell, and let pass." };
    private readonly Option<bool> _strict = new("--strict") { Description = "Exit with 3 where the recordings are not alike: runtime, processors, source, losses, mix of roots." };
    private readonly Option<string> _format = new("--format") { Description = $"What is printed. One of {string.Join(", ", Formats)}.", DefaultValueFactory = _ => Formats[0], HelpName = "FORMAT" };
    private readonly Option<string> _top = new("--top") { Description = "How many rows of each list to show as text: a number, or a share such as 10%.", HelpName = "N" };
    private readonly Option<bool> _fold = new("--fold-framework") { Description = "Fold framework frames (System.*, Microsoft.*) into waits of your methods." };
    private readonly Option<string> _by = new("--by") { Description = $"What is compared below the roots: methods, or the libraries that they are of. One of {string.Join(", ", Dimensions)}.", DefaultValueFactory = _ => Dimensions[0], HelpName = "WHAT" };
    private readonly FilterOptions _filters = new();
    private readonly MemoryOption _memory = new();

    public GateOptions()
    {
        _format.AcceptOnlyFromAmong(Formats);
        _measure.AcceptOnlyFromAmong(Measures);
        _by.AcceptOnlyFromAmong(Dimensions);
    }

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_measure, _threshold, _floor, _share, _config, _advisory, _strict, _format, _top, _fold, _by])
            command.Add(option);
        _filters.AddTo(command);
        _memory.AddTo(command);
    }

    /// <summary>Whether it was said in which form the outcome is to be printed.</summary>
    public bool IsShaped(ParseResult parsed) => Array.Exists([_format, _top], option => parsed.GetResult(option) is { Implicit: false });

    /// <summary>What is compared, and by which limits.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="console">Where the command was called.</param>
    /// <param name="bases">The base's recordings.</param>
    /// <param name="heads">The head's.</param>
    /// <exception cref="UserError">Something is wrong.</exception>
    public DiffRequest Read(ParseResult parsed, CliConsole console, IReadOnlyList<string> bases, IReadOnlyList<string> heads)
    {
        if (parsed.GetValue(_format) != Formats[0] && parsed.GetValue(_top) is not null)
            throw new UserError("--top applies to --format text only.");
        bool byLibrary = parsed.GetValue(_by) == Dimensions[1];
        if (byLibrary && parsed.GetValue(_fold))
            throw new UserError("--fold-framework does not go with --by library: it leaves no library of the frameworks to tell apart.");
        ProfileFilter filter = _filters.Read(parsed);
        if (byLibrary && (filter.Strip || filter.Hide is not null))
            throw new UserError($"{(filter.Strip ? "--strip" : "--hide")} does not go with --by library, which tells libraries by the namespaces of all methods.");
        DiffMeasure measure = Enum.Parse<DiffMeasure>(parsed.GetValue(_measure)!, ignoreCase: true);
        DiffOptions kept = DiffConfig.Read(parsed.GetValue(_config), console.Folder, measure);
        DiffOptions options = kept with
        {
            Threshold = ShareValue.Parse("--threshold", parsed.GetValue(_threshold)) ?? kept.Threshold,
            FloorNs = FloorValue.Parse("--floor", parsed.GetValue(_floor), measure) ?? kept.FloorNs,
            Share = ShareValue.Parse("--share", parsed.GetValue(_share)) ?? kept.Share,
            IsStrict = parsed.GetValue(_strict),
        };
        return new DiffRequest(bases, heads, options, parsed.GetValue(_advisory), parsed.GetValue(_format)!, parsed.GetValue(_top), parsed.GetValue(_fold), filter)
        {
            ByLibrary = byLibrary,
            Memory = _memory.Read(parsed),
        };
    }
}
