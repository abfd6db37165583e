using System.CommandLine;
using System.Text.RegularExpressions;
using AsyncProf.Cli.Commands;
using AsyncProf.Cli.Output;
using AsyncProf.Heap;
using AsyncProf.Heap.Stacks;
using AsyncProf.Recording;
using AsyncProf.Testing;
using AsyncProf.Testing.Names;

namespace AsyncProf.Cli.Tests.Names;

/// <summary>What the tool says beside its results: names of files, processes and words of the command line, whatever they are.</summary>
public sealed partial class SentenceOutputTests : IDisposable
{
    /// <summary>Who writes to the streams of a console beside it: each is tried by a test of these, or writes no name at all.</summary>
    private static readonly string[] Writers = ["Commands/DumpCommand.cs", "Diffing/DiffJob.cs", "Output/CliConsole.cs", "Output/StandardOutput.cs", "Output/Terminal.cs", "Recording/LiveLine.cs", "Reporting/ReportJob.cs", "Top/TopJob.cs"];

    /// <summary>Each word is tried with a third of the names, and each name with a third of the words: all with all takes minutes and finds no more, for the words share how they are read.</summary>
    private const int Parts = 3;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    /// <summary>Every option and argument of every command.</summary>
    public static TheoryData<string, string> Words
    {
        get
        {
            using var captured = new CapturedConsole();
            var words = new TheoryData<string, string>();
            foreach (Command command in AsyncProfCommand.Create(captured.Console).Subcommands.Where(command => !command.Hidden))
            {
                foreach (Option option in command.Options.Where(option => option.Name is not ("--help" or "--version")))
                    words.Add(command.Name, option.Name);
                words.Add(command.Name, "--no-such-option");
                if (command.Arguments.Any(argument => argument.Name != "COMMAND")) // a command is launched, which others test
                    words.Add(command.Name, "");
            }

            return words;
        }
    }

    public static TheoryData<string> Names => [.. EvilNames.All.Keys];

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Words))]
    public async Task Command_WithAnyWord_SaysOneSentence(string command, string option)
    {
        int first = (command + option).Sum(letter => letter) % Parts;
        foreach (string name in EvilNames.All.Values.Where((name, at) => at % Parts == first && !name.Contains('\0', StringComparison.Ordinal)))
        {
            (_, string output, string errors) = await TestConsole.RunAsync(_directory.FullName, option.Length == 0 ? [command, "a" + name] : command == "ps" ? [command, option + name] : [command, option, name]);

            Assert.Equal("", output);
            Media.AssertText(errors);
            Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TellAndSay_OfAnyName_WriteOneLine(string what)
    {
        using var captured = new CapturedConsole();

        captured.Console.Tell($"Recording {EvilNames.All[what]} (1)");
        captured.Console.Say($"{EvilNames.All[what]} cannot be read.");
        captured.Console.List($"{EvilNames.All[what]}");

        Media.AssertText(captured.Errors);
        Assert.Equal(2, captured.Errors.Count(letter => letter == '\n'));
        Assert.Equal(1, Media.AssertText(captured.Output).Count(letter => letter == '\n'));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Ps_OfAProcessOfAnyName_IsOneLine(string what)
    {
        using var captured = new CapturedConsole();
        string name = EvilNames.All[what];

        captured.Console.List(PsCommand.RowOf(new TargetProcess(1, name), new RecordingSupport(name, "no", name)));

        Assert.Single(Media.AssertText(captured.Output).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Dump_OfAnyName_IsText(string what)
    {
        using var captured = new CapturedConsole();
        string name = EvilNames.All[what];
        PendingFrame[] frames = [new(PendingKind.Suspended, name, name, 7), new(PendingKind.Leaf, name)];
        var dump = new PendingDump { Runtime = "10.0.1", Stacks = [new PendingStack(1, frames)], Blocked = [new BlockedThread(1, frames)] };

        DumpCommand.Show(new HeapAnswer(dump, null), name, new DumpRequest(null, 1, null) { ShowAll = true }, captured.Console);

        Assert.Equal(8, Media.AssertText(captured.Output).Count(letter => letter == '\n'));
    }

    /// <summary>Who writes a line by other ways than those that are tried above is found here.</summary>
    [Fact]
    public void Sources_WriteToTheConsole_NowhereElse()
    {
        string root = Path.Combine(Repository.Root, "src", "AsyncProf.Cli");
        IEnumerable<string> writers = Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
            .Where(file => !file.StartsWith("obj/", StringComparison.Ordinal) && Write().IsMatch(File.ReadAllText(Path.Combine(root, file))));

        Assert.Equal(Writers, writers.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"\b([Oo]utput|Errors|Console|_console|Out|Error)\.Write(Line)?(Async)?\(")]
    private static partial Regex Write();
}
