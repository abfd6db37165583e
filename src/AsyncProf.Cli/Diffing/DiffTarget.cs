using AsyncProf.Budgets;
using AsyncProf.Cli.Arguments;
using AsyncProf.Cli.Output;
using AsyncProf.Diffing;
using AsyncProf.Exporters;
using AsyncProf.Profiles;
using AsyncProf.Renderers;
using AsyncProf.Renderers.Diffs;

namespace AsyncProf.Cli.Diffing;

/// <summary>A file that a comparison is written to beside what is printed; its name tells the format.</summary>
internal sealed class DiffTarget
{
    private const string Title = "asyncprof diff";

    private static readonly (string Extension, bool NeedsProfiles, Action<ProfileDiff, IReadOnlyList<AsyncProfile>, IReadOnlyList<AsyncProfile>, MemoryBudget, Stream> Write)[] Formats =
    [
        (".html", true, (diff, bases, heads, memory, output) => DiffPage.Write(DiffTree.Of(ProfileFiles.Sum(bases, memory), bases.Count, ProfileFiles.Sum(heads, memory), heads.Count), DiffPageHeads.Of(diff, Title), output)),
        (".pb.gz", true, (_, bases, heads, memory, output) => DiffProfile.Of(ProfileFiles.Sum(bases, memory), bases.Count, ProfileFiles.Sum(heads, memory), heads.Count).Save(output)),
        (".json", false, (diff, _, _, _, output) => DiffJson.Write(diff, DiffSentences.Verdict(diff), output)),
        (".csv", false, (diff, _, _, _, output) => Text(output, DiffCsv.Write(diff))),
        (".md", false, (diff, _, _, _, output) => Text(output, DiffMarkdown.Write(diff))),
    ];

    /// <summary>All extensions.</summary>
    public static IReadOnlyList<string> Known { get; } = [.. Formats.Select(format => format.Extension)];

    /// <summary>The same as a list in a sentence.</summary>
    public static string Extensions { get; } = string.Join(", ", Known);

    private readonly string _path;
    private readonly bool _force;
    private readonly Action<ProfileDiff, IReadOnlyList<AsyncProfile>, IReadOnlyList<AsyncProfile>, MemoryBudget, Stream> _write;

    private DiffTarget(string path, bool force, bool needsProfiles, Action<ProfileDiff, IReadOnlyList<AsyncProfile>, IReadOnlyList<AsyncProfile>, MemoryBudget, Stream> write) =>
        (_path, _force, NeedsProfiles, _write) = (path, force, needsProfiles, write);

    /// <summary>Whether it takes more than the numbers that are compared: all stacks of all runs.</summary>
    public bool NeedsProfiles { get; }

    /// <summary>The target of a name; null where none was named.</summary>
    /// <exception cref="UserError">It tells no format, or cannot be written, which is said before anything is read.</exception>
    public static DiffTarget? Of(string? path, bool force)
    {
        if (path is null)
            return null;
        foreach ((string extension, bool needsProfiles, Action<ProfileDiff, IReadOnlyList<AsyncProfile>, IReadOnlyList<AsyncProfile>, MemoryBudget, Stream> write) in Formats)
        {
            if (!path.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
                continue;
            OutputFile.CheckFree(path, force);
            OutputFile.CheckFolder(path);
            return new DiffTarget(path, force, needsProfiles, write);
        }

        throw new UserError($"{path} does not tell the format: end the name in one of {Extensions}.");
    }

    /// <exception cref="UserError">It cannot be written.</exception>
    public void Write(ProfileDiff diff, IReadOnlyList<AsyncProfile> bases, IReadOnlyList<AsyncProfile> heads, MemoryBudget memory, CliConsole console)
    {
        OutputFile.Write(_path, _force, file => _write(diff, bases, heads, memory, file));
        console.Tell(FormattableString.Invariant($"{_path}: {new FileInfo(_path).Length:N0} bytes"));
    }

    private static void Text(Stream output, string text)
    {
        using StreamWriter writer = OutputText.Over(output);
        writer.Write(text);
    }
}
