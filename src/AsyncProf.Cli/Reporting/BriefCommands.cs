using System.Text.RegularExpressions;
using AsyncProf.Cli.Arguments;
using AsyncProf.Profiles;

namespace AsyncProf.Cli.Reporting;

/// <summary>What to ask next after a brief: commands as they are to be typed, with the files and options that the brief was asked for with.</summary>
internal static class BriefCommands
{
    /// <summary>The commands, the most useful first.</summary>
    public static IReadOnlyList<string> Of(ReportRequest request, Report report)
    {
        RootRow? root = request.Filter.Root is null ? report.Part.Roots.OrderBy(root => root.Count == 0).FirstOrDefault(root => !root.IsFramework && !TextReport.IsBegunBefore(root)) : null;
        MethodRow? method = report.Methods.FirstOrDefault(row => row.Kind == FrameKind.Method && !TextReport.IsBegunBefore(row.Kind, row.Method));
        string[]?[] commands =
        [
            report.Findings.Count > 0 ? ["--view", "findings"] : null,
            root is not null ? ["--view", "tree", "--root", Exactly(root.Name)] : request.Filter.Root is not null ? ["--view", "tree"] : null,
            method is not null ? ["--view", "callers", "--methods", Exactly(method.Method)] : null,
            method is { Awaits.Count: > 0 } ? ["--view", "lines", "--methods", Exactly(method.Method)] : null,
            request.Files.Any(file => file.EndsWith(".nettrace", StringComparison.OrdinalIgnoreCase)) ? ["--view", "timeline"] : null,
            ["--format", "json"],
        ];
        return [.. commands.OfType<string[]>().Select(words => ShellWord.Join(["asyncprof", "report", .. request.Words, .. words]))];
    }

    private static string Exactly(string name) => $"^{Regex.Escape(name)}$";
}
