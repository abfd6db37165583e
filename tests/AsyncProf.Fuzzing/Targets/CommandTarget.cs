using System.Text;
using AsyncProf.Cli.Commands;
using AsyncProf.Cli.Output;
using AsyncProf.Fuzzing.Mutations;
using AsyncProf.Testing;

namespace AsyncProf.Fuzzing.Targets;

/// <summary>
/// Command lines, a word a line. Those of commands that start programs, attach to processes, or wait are asked for their help only; files are named by words that stay in
/// one folder.
/// </summary>
internal sealed class CommandTarget : IFuzzTarget
{
    public const string Kind = "commands";

    private const int LongestWord = 2_000;

    private static readonly string[] NotRun = ["record", "compare", "view", "ps"];

    private static readonly string[] Words =
    [
        "report", "export", "diff", .. NotRun, "--help", "-h", "-?", "--version", "--", "-", "", " ", "good.pb.gz", "other.pb.gz", "bad.pb.gz", "cut.pb.gz", "folder", "nothing.nettrace", ".", "..", "/dev/null", "/dev/full",
        "-o", "--output", "out.html", "out.pb.gz", "out.speedscope.json", "out.perfetto.json", "out.folded", "out.md", "out.json", "out.csv", "out", "--force", "--format", "text", "json", "md", "csv", "html", "pprof",
        "speedscope", "perfetto", "folded", "--axis", "elapsed", "task", "--view", "methods", "tree", "callers", "callees", "roots", "findings", "lines", "--sort", "self", "p99", "name", "--top", "10", "10%", "0", "-1",
        "--methods", "--root", "--focus", "--ignore", "--hide", "--strip", "Shop.*", "(", "[a", "(?i)a", "a{99999}", "(a*)*", @"\", "--show-all", "--all-findings", "--memory", "16MiB", "2GiB", "--base", "--head", "--threshold",
        "5%", "1e400", "NaN", "--floor", "1ms", "--share", "--config", "good.json", "bad.json", "--advisory", "--strict", "--fold-framework", "--port", "99999", "--no-browser", "--top=3", "--format=csv", "-o=out.md", "@words.rsp",
        "@nothing.rsp", "[parse]", "[suggest:3]", "[diagram]", "\ud800", "\u202e", "\0", "\u001b[31m", "99999999999999999999", "--nonsense", "-x", "/?",
    ];

    private static readonly string[][] Lines =
    [
        ["report", "good.pb.gz"], ["report", "good.pb.gz", "other.pb.gz", "--view", "tree", "--root", "."], ["report", "good.pb.gz", "--format", "json"], ["export", "good.pb.gz", "-o", "out.html", "--force"],
        ["export", "good.pb.gz", "-o", "-", "--format", "folded"], ["diff", "good.pb.gz", "other.pb.gz", "--format", "json"], ["diff", "folder", "folder", "--config", "good.json"], ["diff", "--base", "good.pb.gz", "--head", "other.pb.gz", "-o", "out.md", "--force"],
        ["report", "good.pb.gz", "--view", "lines", "Load"], ["--help"], ["record", "--help"],
    ];

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-fuzz-");
    private readonly string _before = Directory.GetCurrentDirectory();

    public CommandTarget()
    {
        Environment.SetEnvironmentVariable("GITHUB_STEP_SUMMARY", null); // which would be appended to
        Directory.SetCurrentDirectory(_directory.FullName);
        Playback.OfRandom(1).Save("good.pb.gz");
        Playback.OfRandomWithAwaits(2).Save("other.pb.gz");
        Directory.CreateDirectory("folder");
        File.Copy("good.pb.gz", "folder/run-1.pb.gz");
        File.WriteAllText("bad.pb.gz", "no profile at all");
        File.WriteAllBytes("cut.pb.gz", File.ReadAllBytes("good.pb.gz")[..^20]);
        File.WriteAllText("good.json", """{ "diff": { "threshold": "5%", "rules": [{ "match": "Shop", "ignore": true }] } }""");
        File.WriteAllText("bad.json", """{ "diff": { "threshold": [1], "rules": [{ "match": "(" }] } """);
        File.WriteAllText("words.rsp", "report good.pb.gz --top 3");
    }

    public string Name => Kind;

    public IReadOnlyList<byte[]> Seeds { get; } = [.. Lines.Select(Join)];

    public byte[] Mutate(Random random)
    {
        List<string> words = [.. Lines[random.Next(Lines.Length)]];
        PartMutator.Mutate(words, Words, word => word.Length + 100, word => Change(word, random), random);
        return Join(words);
    }

    public void Take(byte[] input)
    {
        List<string> words = [.. Encoding.Latin1.GetString(input).Split('\n').Select(Unescape)];
        if (words.Exists(NotRun.Contains))
        {
            words.RemoveAll(word => word is "--" || word.StartsWith('['));
            words = [.. words.SelectMany(word => NotRun.Contains(word) ? [word, "--help"] : (string[])[word])]; // at the end it would be the value of an option that lacks one
        }

        using var output = new StringWriter();
        using var errors = new StringWriter();
        var console = new CliConsole(output, new Lazy<Stream>(() => Stream.Null), errors, _directory.FullName);
        int code = AsyncProfCommand.RunAsync([.. words], console).GetAwaiter().GetResult();
        if (code is < 0 or > 3)
            throw new InvalidOperationException($"The exit code is {code}.");
        if (code == 2 && !errors.ToString().StartsWith("asyncprof: ", StringComparison.Ordinal))
            throw new InvalidOperationException($"The exit code is 2, and what is said is: {errors}");
    }

    /// <summary>None: whatever is wrong with a command line ends in an exit code.</summary>
    public bool IsExpected(Exception exception) => false;

    public void Dispose()
    {
        Directory.SetCurrentDirectory(_before);
        _directory.Delete(recursive: true);
    }

    /// <summary>Another word, or this one with other letters; a path never gets some that it did not have.</summary>
    private static string Change(string word, Random random)
    {
        if (random.Next(2) == 0 || word.Contains('/', StringComparison.Ordinal) || word.Contains('.', StringComparison.Ordinal))
            return Words[random.Next(Words.Length)];
        byte[] changed = ByteMutator.Mutate(Encoding.Latin1.GetBytes(word), Encoding.Latin1.GetBytes(Words[random.Next(Words.Length)]), random);
        string text = Encoding.Latin1.GetString(changed).Replace("/", "", StringComparison.Ordinal).Replace("..", "", StringComparison.Ordinal).Replace("@", "", StringComparison.Ordinal);
        return text[..Math.Min(text.Length, LongestWord)];
    }

    private static byte[] Join(IEnumerable<string> words) => Encoding.Latin1.GetBytes(string.Join('\n', words.Select(Escape)));

    /// <summary>So that a corpus can be read: what is not of one line of ASCII by its number.</summary>
    private static string Escape(string word) => string.Concat(word.Select(letter => letter is >= ' ' and < '\u007f' and not '%' ? letter.ToString() : $"%{(int)letter:x4}"));

    private static string Unescape(string line)
    {
        var word = new StringBuilder();
        for (int i = 0; i < line.Length; i++)
        {
            bool isNumber = line[i] == '%' && i + 5 <= line.Length && ushort.TryParse(line.AsSpan(i + 1, 4), System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture, out _);
            word.Append(isNumber ? (char)Convert.ToUInt16(line.Substring(i + 1, 4), 16) : line[i]);
            i += isNumber ? 4 : 0;
        }

        return word.ToString();
    }
}
