using System.CommandLine;
using AsyncProf.Exporters;
using AsyncProf.Findings;
using AsyncProf.Profiles;
using AsyncProf.Renderers;

namespace AsyncProf.Cli;

/// <summary><c>asyncprof report FILE…</c>: one profile, or several added up, as text, JSON, Markdown or CSV.</summary>
internal static class ReportCommand
{
    private const int DefaultTop = 30;
    private static readonly string[] Views = ["methods", "tree", "callers", "callees", "roots", "findings"];
    private static readonly string[] ViewsOfMethods = ["methods", "callers", "callees"];
    private static readonly string[] Formats = ["text", "json", "md", "csv"];

    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "Profiles (.pb.gz) or recordings (.nettrace); several are added up.", Arity = ArgumentArity.OneOrMore };
        var view = new Option<string>("--view") { Description = "What to show as text.", DefaultValueFactory = _ => "methods", HelpName = "VIEW" };
        var sort = new Option<string>("--sort") { Description = "The order of the methods.", DefaultValueFactory = _ => MethodOrder.Default, HelpName = "KEY" };
        var top = new Option<string>("--top") { Description = FormattableString.Invariant($"How many rows: a number, or a share as 10%. Default {DefaultTop} as text, all otherwise."), HelpName = "N" };
        var only = new Option<string>("--methods") { Description = "Only methods whose name matches; their numbers stay.", HelpName = "REGEX" };
        var filters = new FilterOptions();
        var showAll = new Option<bool>("--show-all") { Description = "Show the frameworks' own (System.*, Microsoft.*), and what began before the recording, in text and Markdown too." };
        var allFindings = new Option<bool>("--all-findings") { Description = "Show findings too that cost less than 1 % of their roots." };
        var format = new Option<string>("--format") { Description = "The format.", DefaultValueFactory = _ => "text", HelpName = "FORMAT" };
        view.AcceptOnlyFromAmong(Views);
        sort.AcceptOnlyFromAmong([.. MethodOrder.All]);
        format.AcceptOnlyFromAmong(Formats);
        view.Description += $" One of {string.Join(", ", Views)}.";
        sort.Description += $" One of {string.Join(", ", MethodOrder.All)}.";
        format.Description += $" One of {string.Join(", ", Formats)}.";
        var command = new Command("report", "Shows what a profile says.\n\nExample: asyncprof report shop.pb.gz --view tree --root \"GET /orders\"") { files, view, sort, top, only, showAll, allFindings, format };
        filters.AddTo(command);
        command.SetAction(parsed => UserError.Guard(parsed, () =>
        {
            (string wanted, string shownView) = (parsed.GetValue(format)!, parsed.GetValue(view)!);
            Refuse(wanted != "text" && IsGiven(parsed, view), $"--view chooses a part of the text; --format {wanted} holds all of them.");
            bool listsMethods = wanted != "text" || ViewsOfMethods.Contains(shownView);
            Refuse(!listsMethods && (IsGiven(parsed, sort) || IsGiven(parsed, only)), $"--sort and --methods choose among methods, of which --view {shownView} has no list.");
            AsyncProfile whole = ProfileArgument.LoadAll(parsed.GetValue(files)!);
            AsyncProfile part = filters.Select(parsed, whole);
            AsyncProfile shown = filters.Shape(parsed, part, fold: wanted is "text" or "md" && !parsed.GetValue(showAll));
            IReadOnlyList<MethodRow> methods = MethodOrder.Sort(FilterOptions.Pattern(parsed, only) is { } name ? shown.Methods.Where(row => name.IsMatch(row.Method)) : shown.Methods, parsed.GetValue(sort)!);
            int count = TopOption.Parse(parsed.GetValue(top), methods.Count, wanted == "text" ? DefaultTop : int.MaxValue);
            var request = new ReportRequest(parsed.GetValue(files)!, shown, methods, ReportRequest.FindingsOf(whole, part), count, shownView, parsed.GetValue(sort)!, parsed.GetValue(showAll), parsed.GetValue(allFindings));
            Write(parsed.InvocationConfiguration.Output, request, wanted);
            if (wanted == "text" && Remark(request) is { } remark)
                parsed.InvocationConfiguration.Error.WriteLine($"\n{remark}");
        }));
        return command;
    }

    private static bool IsGiven(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    /// <summary>An option that would do nothing is a mistake, and is said to be one.</summary>
    private static void Refuse(bool isWrong, string sentence)
    {
        if (isWrong)
            throw new UserError(sentence);
    }

    private static void Write(TextWriter output, ReportRequest request, string format)
    {
        switch (format)
        {
            case "json":
                using (Stream standard = Console.OpenStandardOutput())
                    ReportJson.Write(request.Profile, request.TopMethods, request.Findings, standard);
                output.WriteLine();
                break;
            case "csv":
                output.Write(ReportCsv.Write(request.TopMethods));
                break;
            case "md":
                output.Write(ReportMarkdown.Write(request.Profile, request.TopMethods, request.Findings, request.AllFindings, request.ShowAll));
                break;
            default:
                WriteText(Terminal.Of(output), request);
                break;
        }
    }

    private static void WriteText(Terminal terminal, ReportRequest request)
    {
        int width = terminal.Width;
        if (request.View == "tree")
        {
            (string trees, IReadOnlyList<bool> waits) = TextReport.DrawTrees(request.Profile, request.Top, width, request.ShowAll);
            terminal.Write(trees, hasHead: true, waits);
            return;
        }

        string text = request.View switch
        {
            "callers" => EdgesText.Callers(request.Profile, request.TopMethods, width),
            "callees" => EdgesText.Callees(request.Profile, request.TopMethods, width),
            "roots" => TextReport.Roots(request.Profile, request.Top, width, request.ShowAll),
            "findings" => FindingsText.Write([.. request.Findings.Take(request.Top)], width, request.AllFindings) + "\n" + TextReport.Quality(request.Profile.Recording),
            _ => TextReport.Methods(request.Methods, request.Top, width, MethodOrder.Column(request.Sort), request.ShowAll),
        };
        terminal.Write(text, hasHead: request.View != "findings");
    }

    /// <summary>Whoever looks at numbers must know why there are none, and that there is more to see.</summary>
    private static string? Remark(ReportRequest request)
    {
        if (request.Methods.Count == 0)
            return "Nothing matches. Patterns are regular expressions that tell capitals from small letters; (?i) before one makes it blind to them.";
        int shown = request.Findings.Count(finding => request.AllFindings || !finding.IsMinor);
        if (request.View == "findings" || shown == 0)
            return null;
        string count = shown == 1 ? "1 finding" : FormattableString.Invariant($"{shown} findings");
        string first = request.Findings[0].Severity == Severity.Error ? $", first {request.Findings[0].Id}" : "";
        return $"{count}{first}: asyncprof report {string.Join(' ', request.Files)} --view findings";
    }
}
