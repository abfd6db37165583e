using System.CommandLine;
using AsyncProf.Exporters;
using AsyncProf.Findings;
using AsyncProf.Profiles;

namespace AsyncProf.Cli;

/// <summary><c>asyncprof export FILE… -o OUT</c>: one profile, or several added up, for a viewer.</summary>
internal static class ExportCommand
{
    private const string StandardOutput = "-";

    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "Profiles (.pb.gz); several are added up.", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string>("--output", "-o") { Description = "Where it goes; - is the standard output.", Required = true, HelpName = "OUT" };
        var format = new Option<string>("--format") { Description = "The format; without it the end of OUT tells." };
        var axis = new Option<string>("--axis") { Description = "Whose time folded stacks hold.", DefaultValueFactory = _ => "elapsed" };
        var showAll = new Option<bool>("--show-all") { Description = "Show the frameworks' frames (System.*, Microsoft.*) in HTML and Markdown too." };
        var force = new Option<bool>("--force") { Description = "Replace OUT if it is there." };
        var filters = new FilterOptions();
        format.AcceptOnlyFromAmong([.. ExportFormat.All.Select(known => known.Name)]);
        axis.AcceptOnlyFromAmong("elapsed", "task");
        var command = new Command("export", "Writes a profile for a viewer: a page of its own, speedscope, Perfetto, pprof.\n\nExample: asyncprof export shop.pb.gz -o shop.html") { files, output, format, axis, showAll, force };
        filters.AddTo(command);
        command.SetAction(parsed => UserError.Guard(parsed, () =>
        {
            string target = parsed.GetValue(output)!;
            string[] sources = parsed.GetValue(files)!;
            ExportFormat wanted = ExportFormat.Of(parsed.GetValue(format), target);
            AsyncProfile profile = ProfileArgument.LoadAll(sources);
            AsyncProfile shown = filters.Apply(parsed, profile, fold: wanted.FoldsFramework && !parsed.GetValue(showAll));
            var job = new ExportJob(shown, FindingRules.Find(profile), string.Join(" + ", sources.Select(Path.GetFileName)), parsed.GetValue(axis) == "task" ? ProfileAxis.Task : ProfileAxis.Elapsed);
            Write(parsed, job, wanted, target, parsed.GetValue(force));
        }));
        return command;
    }

    /// <summary>Converts a recording, nothing filtered, as <c>record -o</c> does at its end.</summary>
    public static void Write(ParseResult parsed, string recording, ExportFormat format, string target, bool force)
    {
        AsyncProfile profile = ProfileArgument.Load(recording);
        AsyncProfile shown = format.FoldsFramework ? profile.FoldFramework() : profile;
        Write(parsed, new ExportJob(shown, FindingRules.Find(profile), Path.GetFileName(target), ProfileAxis.Elapsed), format, target, force);
    }

    private static void Write(ParseResult parsed, ExportJob job, ExportFormat format, string target, bool force)
    {
        if (target == StandardOutput)
        {
            using Stream standard = Console.OpenStandardOutput();
            format.Write(job, standard);
            return;
        }

        OutputFile.Write(target, force, file => format.Write(job, file));
        parsed.InvocationConfiguration.Error.WriteLine(FormattableString.Invariant($"{target}: {format.Name}, {new FileInfo(target).Length:N0} bytes"));
    }
}
