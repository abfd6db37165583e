using System.CommandLine;
using System.CommandLine.Completions;
using AsyncProf.Budgets;
using AsyncProf.Cli.Arguments;
using AsyncProf.Cli.Commands;
using AsyncProf.Cli.Diffing;
using AsyncProf.Cli.Exporting;
using AsyncProf.Cli.Output;
using AsyncProf.Cli.Reporting;
using AsyncProf.Cli.Viewing;
using AsyncProf.Diffing;
using AsyncProf.Diffing.Runs;
using AsyncProf.Exporters;
using AsyncProf.Findings;
using AsyncProf.Profiles;
using AsyncProf.Renderers;
using AsyncProf.Testing.Names;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.Cli.Tests.Names;

/// <summary>
/// Whatever a profile names, in any of its fields, no output is broken by it. The outputs are those that the code knows: a new format or view is tried at once, and fails here until it is
/// said what is safe in it.
/// </summary>
public sealed class ProfileOutputTests : IDisposable
{
    private const string Harmless = "x";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public static TheoryData<string> ExportFormats => [.. ExportFormat.All.Select(format => format.Name)];

    public static TheoryData<string> ReportFormats => [.. Values(ReportCommand.Create, "--format").Where(format => format != "text")];

    public static TheoryData<string> ReportViews => [.. Values(ReportCommand.Create, "--view")];

    public static TheoryData<string> DiffFormats => [.. Values(DiffCommand.Create, "--format")];

    public static TheoryData<string> DiffFiles => [.. DiffTarget.Known];

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(ExportFormats))]
    public void Export_OfAnyName_IsSafeInItsFormat(string format) => AssertEach(
        format,
        (names, file) => Written(output => ExportFormat.Named(format)!.Write(new ExportJob(names(300), FindingRules.Find(names(300)), file, ProfileAxis.Elapsed), output)));

    [Theory]
    [MemberData(nameof(ReportFormats))]
    public void Report_OfAnyName_IsSafeInItsFormat(string format) => AssertEach(format, (names, file) => Reported(names(300), file, "--format", format, "--show-all"));

    [Theory]
    [MemberData(nameof(ReportViews))]
    public void Report_OfAnyName_IsSafeInItsView(string view) => AssertEach("text", (names, file) => Reported(names(300), file, "--view", view, "--show-all"));

    [Fact]
    public void Report_OfAnyName_IsSafeInBrief() => AssertEach("text", (names, file) => Reported(names(300), file, "--brief", "--show-all"));

    [Fact]
    public void Diff_OfAnyName_IsSafeInBrief() => AssertEach("text", (names, file) =>
    {
        using var captured = new CapturedConsole();
        (ProfileDiff diff, _, _) = Compared(names, file);
        DiffJob.Print(diff, RequestOf("--brief"), captured.Console);
        Media.AssertText(captured.Errors);
        return captured.Output;
    });

    [Theory]
    [MemberData(nameof(DiffFormats))]
    public void Diff_OfAnyName_IsSafeInItsFormat(string format) => AssertEach(format, (names, file) =>
    {
        using var captured = new CapturedConsole();
        (ProfileDiff diff, _, _) = Compared(names, file);
        DiffJob.Print(diff, RequestOf("--format", format), captured.Console);
        Media.AssertText(captured.Errors);
        return captured.Output;
    });

    [Theory]
    [MemberData(nameof(DiffFiles))]
    public void Diff_IntoAFileOfAnyName_IsSafeInItsFormat(string extension) => AssertEach(FormatOf(extension), (names, file) =>
    {
        using var captured = new CapturedConsole();
        string path = Path.Combine(_directory.FullName, "diff" + extension);
        (ProfileDiff diff, AsyncProfile from, AsyncProfile to) = Compared(names, file);
        DiffTarget.Of(path, force: true)!.Write(diff, [from], [to], new MemoryBudget(MemoryBudget.DefaultLimit), captured.Console);
        return File.ReadAllBytes(path);
    });

    [Fact]
    public void View_OfAnyName_IsSafeAsAPage() => AssertEach("html", (names, file) =>
        Written(output => HtmlPage.Write(names(300), FindingRules.Find(names(300)), file, output, new PageLinks([file, file + "2"], 0, "1"))));

    [Fact]
    public void View_OfAFileOfAnyName_IsSafeAsAPage() => AssertEach("html", (names, file) =>
    {
        string name = string.Concat(EvilNames.InUtf8(file).Where(letter => letter is not ('/' or '\0')));
        string path = Path.Combine(_directory.FullName, name[..Math.Min(name.Length, 50)] + ".pb.gz");
        names(300).Save(path, overwrite: true);
        return new ViewedFile(path, MemoryBudget.DefaultLimit, Inference.All, static profile => profile).Read([Path.GetFileName(path)], 0).Page;
    });

    /// <summary>Each name alone in every field, and between other letters; in the fast tier one of the two.</summary>
    private static void AssertEach(string format, Func<Func<long, AsyncProfile>, string, byte[]> write)
    {
        foreach (bool isAlone in (bool[])[true, false])
        {
            byte[] harmless = Of(Harmless);
            foreach ((int number, (string what, string name)) in EvilNames.All.Index())
            {
                if (!Tier.IsDeep && int.IsEvenInteger(number) != isAlone)
                    continue;
                try
                {
                    AssertSafe(Of(name), harmless, isAlone ? name : $"method{name}method");
                }
                catch (Exception exception)
                {
                    Assert.Fail($"{what}{(isAlone ? ", alone" : "")}: {exception.Message}");
                }
            }

            byte[] Of(string name)
            {
                string Text(string field) => isAlone ? name : field + name + field;
                return write(ms => NamedProfile.Of(Text, ms), Text("file"));
            }
        }

        void AssertSafe(byte[] written, byte[] harmless, string name)
        {
            switch (format)
            {
                case "text":
                    Media.AssertText(written);
                    break;
                case "json" or "speedscope" or "perfetto":
                    Media.AssertJson(written, name);
                    break;
                case "html":
                    Media.AssertHtml(written, harmless, name);
                    break;
                case "folded":
                    Media.AssertFolded(written, harmless);
                    break;
                case "csv":
                    Media.AssertCsv(written, harmless);
                    break;
                case "md":
                    Media.AssertMarkdown(written, harmless);
                    break;
                case "pprof":
                    Media.AssertPprof(written, name);
                    break;
                case "otlp-profiles":
                    Media.AssertOtlpProfiles(written, name);
                    break;
                default:
                    Assert.Fail($"{format} is new: say here what is safe in it.");
                    break;
            }
        }
    }

    private static byte[] Written(Action<Stream> write)
    {
        using var bytes = new MemoryStream();
        write(bytes);
        return bytes.ToArray();
    }

    private static byte[] Reported(AsyncProfile profile, string file, params string[] words)
    {
        using var captured = new CapturedConsole();
        var options = new ReportOptions();
        var command = new Command("report");
        options.AddTo(command);
        ReportRequest request = options.Read(command.Parse(["x.pb.gz", .. words]), captured.Console) with { Files = [file] };
        ReportJob.Write(request, profile, captured.Console);
        Media.AssertText(captured.Errors);
        return captured.Output;
    }

    private static (ProfileDiff Diff, AsyncProfile From, AsyncProfile To) Compared(Func<long, AsyncProfile> names, string file)
    {
        AsyncProfile from = names(300), to = names(900);
        return (ProfileDiffer.Compare(SideOf("base", from, file), SideOf("head", to, file), new DiffOptions()), from, to);
    }

    /// <summary>As many runs as it takes to prove a change, so that it is told.</summary>
    private static DiffSide SideOf(string side, AsyncProfile profile, string file) => new(side, [.. Enumerable.Range(0, 6).Select(_ => RunReader.Read(profile, file))]);

    private static DiffRequest RequestOf(params string[] words)
    {
        using var captured = new CapturedConsole();
        var options = new DiffCommandOptions();
        var command = new Command("diff");
        options.AddTo(command);
        return options.Read(command.Parse(["a.pb.gz", "b.pb.gz", .. words]), captured.Console);
    }

    /// <summary>What a file of the extension holds, which is a format of <c>export</c> or called like its extension.</summary>
    private static string FormatOf(string extension) => ExportFormat.OfFile("x" + extension)?.Name ?? extension[1..];

    private static IEnumerable<string> Values(Func<CliConsole, Command> command, string option)
    {
        using var captured = new CapturedConsole();
        return [.. command(captured.Console).Options.Single(known => known.Name == option).GetCompletions(CompletionContext.Empty).Select(value => value.Label)];
    }
}
