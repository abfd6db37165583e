using System.CommandLine;
using AsyncProf.Exporters;
using AsyncProf.Findings;
using AsyncProf.Profiles;
using AsyncProf.Renderers;

namespace AsyncProf.Cli;

/// <summary><c>asyncprof report FILE…</c>: one profile, or several added up, as text, JSON, Markdown or CSV.</summary>
internal static class ReportCommand
{
    private static readonly string[] Views = ["methods", "tree", "callers", "callees", "roots", "findings"];
    private static readonly string[] Formats = ["text", "json", "md", "csv"];

    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "Profiles (.pb.gz); several are added up.", Arity = ArgumentArity.OneOrMore };
        var view = new Option<string>("--view") { Description = "What to show as text.", DefaultValueFactory = _ => "methods" };
        var sort = new Option<string>("--sort") { Description = "The order of the methods.", DefaultValueFactory = _ => MethodOrder.Default };
        var top = new Option<string>("--top") { Description = "How many methods: a number, or a share as 10%. Default 30 as text, all otherwise." };
        var only = new Option<string>("--methods") { Description = "Only methods whose name matches; the numbers stay. As a regular expression restricts pstats.", HelpName = "REGEX" };
        var filters = new FilterOptions();
        var showAll = new Option<bool>("--show-all") { Description = "Show the frameworks' frames (System.*, Microsoft.*) in text and Markdown too." };
        var format = new Option<string>("--format") { Description = "The format.", DefaultValueFactory = _ => "text" };
        view.AcceptOnlyFromAmong(Views);
        sort.AcceptOnlyFromAmong([.. MethodOrder.All]);
        format.AcceptOnlyFromAmong(Formats);
        var command = new Command("report", "Shows what a profile says.\n\nExample: asyncprof report shop.pb.gz --view tree --root \"GET /orders\"") { files, view, sort, top, only, showAll, format };
        filters.AddTo(command);
        command.SetAction(parsed => UserError.Guard(parsed, () =>
        {
            AsyncProfile profile = AsyncProfile.Merge([.. parsed.GetValue(files)!.Select(ProfileArgument.Load)]);
            string wanted = parsed.GetValue(format)!;
            AsyncProfile shown = filters.Apply(parsed, profile, fold: wanted is "text" or "md" && !parsed.GetValue(showAll));
            IReadOnlyList<MethodRow> methods = MethodOrder.Sort(FilterOptions.Pattern(parsed, only) is { } name ? shown.Methods.Where(row => name.IsMatch(row.Method)) : shown.Methods, parsed.GetValue(sort)!);
            int count = TopOption.Parse(parsed.GetValue(top), methods.Count, wanted == "text" ? 30 : int.MaxValue);
            Write(parsed, shown, methods, count, wanted, parsed.GetValue(view)!, () => FindingRules.Find(profile));
        }));
        return command;
    }

    private static void Write(ParseResult parsed, AsyncProfile profile, IReadOnlyList<MethodRow> methods, int top, string format, string view, Func<IReadOnlyList<Finding>> findings)
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        switch (format)
        {
            case "json":
                using (var bytes = new MemoryStream())
                {
                    ReportJson.Write(profile, methods.Take(top), findings(), bytes);
                    output.WriteLine(System.Text.Encoding.UTF8.GetString(bytes.ToArray()));
                }

                break;
            case "csv":
                output.Write(ReportCsv.Write(methods.Take(top)));
                break;
            case "md":
                output.Write(ReportMarkdown.Write(profile, methods.Take(top), findings()));
                break;
            default:
                WriteText(Terminal.Of(output), profile, methods, top, view, findings);
                parsed.InvocationConfiguration.Error.Write(view == "findings" ? "" : Doubts(findings()));
                break;
        }
    }

    private static void WriteText(Terminal terminal, AsyncProfile profile, IReadOnlyList<MethodRow> methods, int top, string view, Func<IReadOnlyList<Finding>> findings)
    {
        int width = terminal.Width;
        string text = view switch
        {
            "tree" => string.Join('\n', profile.Tree.Children.Take(top).Select(root => TextReport.Tree(root, width: width))),
            "callers" => EdgesText.Callers(profile, methods.Take(top), width),
            "callees" => EdgesText.Callees(profile, methods.Take(top), width),
            "roots" => TextReport.Roots(profile, top, width),
            "findings" => FindingsText.Write(findings(), width) + "\n" + TextReport.Quality(profile.Recording),
            _ => TextReport.Methods(methods, top, width),
        };
        terminal.Write(text, hasHead: view != "findings");
    }

    /// <summary>Whoever looks at numbers must know if they cannot be trusted, and that there is more to see.</summary>
    private static string Doubts(IReadOnlyList<Finding> findings) => findings.Count == 0
        ? ""
        : FormattableString.Invariant($"\n{findings.Count} findings{(findings[0].Severity == Severity.Error ? $", first {findings[0].Id}" : "")}: asyncprof report --view findings shows them.\n");
}
