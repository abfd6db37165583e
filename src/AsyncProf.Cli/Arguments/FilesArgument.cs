using System.CommandLine;
using AsyncProf.Cli.Output;

namespace AsyncProf.Cli.Arguments;

/// <summary>The argument FILE of the commands that read profiles. Without one they say which they could take.</summary>
/// <param name="use">What becomes of several.</param>
internal sealed class FilesArgument(string use)
{
    private readonly Argument<string[]> _argument = new("FILE")
    {
        Description = $"Profiles (.pb.gz) or recordings (.nettrace); {use}",
        Arity = ArgumentArity.ZeroOrMore, // one is needed; what to do without one is said in Read
    };

    public void AddTo(Command command) => command.Add(_argument);

    /// <summary>The same; where the command may name a method behind its files, the last word that is no file is one.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="console">Where the command was called.</param>
    /// <param name="method">The method; null where none was named.</param>
    /// <param name="mayNameMethod">Whether one may be.</param>
    /// <exception cref="UserError">There is no file.</exception>
    public IReadOnlyList<string> Read(ParseResult parsed, CliConsole console, out string? method, bool mayNameMethod)
    {
        IReadOnlyList<string> files = Read(parsed, console);
        method = mayNameMethod && files.Count > 1 && !LooksLikeFile(console, files[^1]) ? files[^1] : null;
        return method is null ? files : [.. files.SkipLast(1)];
    }

    /// <summary>The files, at least one.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="console">Where the command was called.</param>
    /// <param name="missing">What else the command needs and was not given, with a space before it.</param>
    /// <exception cref="UserError">There is none; the message says which recordings the current folder holds.</exception>
    public IReadOnlyList<string> Read(ParseResult parsed, CliConsole console, string missing = "")
    {
        if (parsed.GetValue(_argument) is { Length: > 0 } files)
            return files;
        string command = $"asyncprof {parsed.CommandResult.Command.Name}";
        IReadOnlyList<string> recordings = FoundRecordings.In(console.Folder);
        if (recordings.Count == 0)
            throw new UserError($"{command} needs a FILE, and the current folder holds no recording (.nettrace, .pb.gz). To make one: asyncprof record --pid PID, or asyncprof record -- COMMAND.");
        string options = string.Concat(parsed.Tokens.Skip(1).Select(token => " " + Quoted(token.Value)));
        string newest = recordings.Count == 1 ? "The recording in the current folder" : FormattableString.Invariant($"The newest of {recordings.Count} recordings in the current folder");
        throw new UserError($"{command} needs a FILE. {newest} is {recordings[0]}; to take it: {command} {Quoted(recordings[0])}{options}{missing}");
    }

    private static bool LooksLikeFile(CliConsole console, string word) =>
        File.Exists(Path.Combine(console.Folder, word)) || word.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) || word.EndsWith(".nettrace", StringComparison.OrdinalIgnoreCase) || word.EndsWith(".pb", StringComparison.OrdinalIgnoreCase);

    /// <summary>A word as a shell takes it for one.</summary>
    private static string Quoted(string word) => word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_./:=%+,@".Contains(letter, StringComparison.Ordinal)) ? word : $"\"{word}\"";
}
