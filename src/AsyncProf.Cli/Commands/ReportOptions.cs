using System.CommandLine;
using System.Text.RegularExpressions;
using AsyncProf.Cli.Arguments;
using AsyncProf.Cli.Output;
using AsyncProf.Cli.Reporting;
using AsyncProf.Renderers;

namespace AsyncProf.Cli.Commands;

/// <summary>The options of <c>asyncprof report</c>.</summary>
internal sealed class ReportOptions
{
    private const string LinesView = "lines";

    private static readonly string[] Views = ["methods", "tree", "callers", "callees", "roots", "spawns", "findings", LinesView, ReportRequest.LibrariesView, ReportRequest.TimelineView, "outside", "alloc", "cpu"];
    private static readonly string[] ViewsOfMethods = ["methods", "callers", "callees", LinesView];
    private static readonly string[] Formats = ["text", "json", "md", "csv"];

    private readonly FilesArgument _files = new("several are added up.");
    private readonly Option<string> _view = OneOf("--view", "VIEW", "What to show as text.", "methods", Views);
    private readonly Option<string> _sort = OneOf("--sort", "KEY", "The order of the methods.", MethodOrder.Default, [.. MethodOrder.All]);
    private readonly Option<string> _top = new("--top") { Description = FormattableString.Invariant($"How many rows to show: a number, or a share such as 10%. Default: {Report.DefaultTop} as text, otherwise all."), HelpName = "N" };
    private readonly Option<string> _methods = RegexValue.Option("--methods", "List only methods whose name matches; their numbers stay.");
    private readonly Option<bool> _showAll = new("--show-all") { Description = "Show framework frames (System.*, Microsoft.*), and what began before the recording, in text and Markdown." };
    private readonly Option<bool> _allFindings = new("--all-findings") { Description = "Show findings that cost less than 1 % of their roots." };
    private readonly Option<string> _format = OneOf("--format", "FORMAT", "The format.", "text", Formats);
    private readonly Option<bool> _brief = new("--brief") { Description = "Show what matters most in at most 60 lines and 8 KiB, for agents and scripts: quality, findings, roots, methods, waits, and what to ask next." };
    private readonly FilterOptions _filters = new();
    private readonly MemoryOption _memory = new();
    private readonly InferOption _infer = new();

    public void AddTo(Command command)
    {
        _files.AddTo(command);
        foreach (Option option in (Option[])[_view, _sort, _top, _methods, _showAll, _allFindings, _format, _brief])
            command.Add(option);
        _filters.AddTo(command);
        _memory.AddTo(command);
        _infer.AddTo(command);
    }

    /// <exception cref="UserError">Something is missing or wrong.</exception>
    public ReportRequest Read(ParseResult parsed, CliConsole console)
    {
        bool isLines = parsed.GetValue(_view) == LinesView;
        IReadOnlyList<string> files = _files.Read(parsed, console, out string? method, mayNameMethod: isLines);
        var request = new ReportRequest(
            files,
            parsed.GetValue(_format)!,
            parsed.GetValue(_view)!,
            parsed.GetValue(_sort)!,
            parsed.GetValue(_top),
            method is null ? RegexValue.Parse(parsed, _methods) : new Regex(Regex.Escape(method), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant),
            parsed.GetValue(_showAll),
            parsed.GetValue(_allFindings),
            _filters.Read(parsed))
        {
            IsBrief = parsed.GetValue(_brief),
            Words = [.. parsed.Tokens.Skip(1).Select(token => token.Value).Where(word => word != _brief.Name)],
            Memory = _memory.Read(parsed),
            Inference = _infer.Read(parsed),
        };
        Refuse(method is not null && IsGiven(parsed, _methods), "The method is given twice: as an argument and as --methods.");
        Option[] shaping = [_view, _format, _sort, _top, _methods];
        if (request.IsBrief && Array.Find(shaping, option => IsGiven(parsed, option)) is { } given)
            throw new UserError($"{given.Name} does not go with --brief, which has one form: leave one of them out.");
        Refuse(!request.IsText && IsGiven(parsed, _view), $"--view applies to --format text only; --format {request.Format} holds every view.");
        bool listsMethods = !request.IsText || ViewsOfMethods.Contains(request.View);
        Refuse(!listsMethods && (IsGiven(parsed, _sort) || IsGiven(parsed, _methods)), $"--sort and --methods apply to lists of methods; --view {request.View} has none.");
        return request;
    }

    private static Option<string> OneOf(string name, string helpName, string description, string otherwise, string[] values)
    {
        var option = new Option<string>(name) { Description = $"{description} One of {string.Join(", ", values)}.", DefaultValueFactory = _ => otherwise, HelpName = helpName };
        option.AcceptOnlyFromAmong(values);
        return option;
    }

    private static bool IsGiven(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    /// <summary>An option that would do nothing is a mistake, and is said to be one.</summary>
    private static void Refuse(bool isWrong, string sentence)
    {
        if (isWrong)
            throw new UserError(sentence);
    }
}
