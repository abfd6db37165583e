using AsyncProf.Attribution;
using AsyncProf.Budgets;
using AsyncProf.Cli.Output;
using AsyncProf.Decoding;
using AsyncProf.Profiles;

namespace AsyncProf.Cli.Arguments;

/// <summary>Reads the files that a user names.</summary>
internal static class ProfileFiles
{
    /// <summary>From here on, in bytes, it is worth while to make room.</summary>
    private const long Large = 128 << 20;

    /// <summary>What a differential profile names as its source.</summary>
    private const string DifferenceSource = "diff";

    /// <summary>How files end that <c>asyncprof export</c> writes for other tools and nobody reads back.</summary>
    private static readonly string[] WrittenOnly = [".speedscope.json", ".perfetto.json", ".folded", ".otlp-profiles", ".otlp.jsonl", ".html", ".md"];

    /// <summary>Several, added up.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="memory">How much memory all of them may take, in bytes.</param>
    /// <param name="inference">Which edges of recordings may be inferred.</param>
    /// <param name="keepsTimeline">Whether single roots of recordings are kept over time.</param>
    /// <exception cref="UserError">One of them cannot be read, or they add up to too much.</exception>
    public static AsyncProfile LoadAll(IEnumerable<string> paths, long memory, Inference inference, bool keepsTimeline = false)
    {
        var budget = new MemoryBudget(memory);
        return Sum([.. paths.Select(path => Load(path, budget, inference, keepsTimeline))], budget);
    }

    /// <summary>Adds profiles up.</summary>
    /// <exception cref="UserError">They add up to too much.</exception>
    public static AsyncProfile Sum(IReadOnlyList<AsyncProfile> profiles, MemoryBudget budget)
    {
        try
        {
            return AsyncProfile.Merge(profiles, budget);
        }
        catch (MemoryBudgetException exception)
        {
            throw new UserError($"The profiles together take more {Allow(exception)}");
        }
        catch (InvalidDataException exception)
        {
            throw new UserError($"The profiles cannot be added up: {exception.Message}.");
        }
    }

    /// <summary>One, within the usual limit of memory.</summary>
    /// <exception cref="UserError">The file does not exist, may not be read, or is not a profile.</exception>
    public static AsyncProfile Load(string path, Inference inference, bool keepsTimeline = false) => Load(path, new MemoryBudget(MemoryBudget.DefaultLimit), inference, keepsTimeline);

    /// <summary>One. What it takes stays charged.</summary>
    /// <param name="path">The file.</param>
    /// <param name="budget">What may be taken.</param>
    /// <param name="inference">Which edges may be inferred, if it is a recording.</param>
    /// <param name="keepsTimeline">Whether single roots are kept over time, if it is a recording.</param>
    /// <param name="trees">Makes what gets each tree as well, for which it must be a recording; null for nothing.</param>
    /// <exception cref="UserError">The file does not exist, may not be read, is not a profile, or takes too much memory.</exception>
    public static AsyncProfile Load(string path, MemoryBudget budget, Inference inference, bool keepsTimeline = false, Func<RecordedTrees, ITreeSink>? trees = null)
    {
        if (path.Length == 0)
            throw new UserError("A FILE is an empty text: name a file.");
        if (path.StartsWith('-'))
            throw new UserError($"Unknown option {path}: --help lists the options.");
        if (Directory.Exists(path))
            throw new UserError($"{path} is a folder: name the files in it.");
        if (GC.GetTotalMemory(forceFullCollection: false) > Large)
            GC.Collect(); // what is left of the file before, whose profile nobody may hold any more
        try
        {
            bool isRecording = IsRecording(path);
            if (!isRecording && trees is not null)
                throw new UserError($"{path} is a profile, which holds sums: spans are made of a recording (.nettrace).");
            if (!isRecording && !inference.IsAll)
                throw new UserError($"--infer applies to recordings (.nettrace): in {path}, a profile, edges have been inferred already.");
            AsyncProfile profile = isRecording ? NettraceProfile.Load(path, budget, inference.Rules, keepsTimeline, trees) : AsyncProfile.Load(path, budget);
            if (budget.Used > Large)
                GC.Collect(); // what reading left behind, before as much is made of it
            return profile.Recording.Source != DifferenceSource ? profile : throw new UserError($"{path} is the difference of two profiles: go tool pprof shows it, and asyncprof reads what it was made of.");
        }
        catch (MemoryBudgetException exception)
        {
            throw new UserError($"{path} takes more {Allow(exception)}");
        }
        catch (InvalidDataException) when (WrittenOnly.Any(extension => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase)))
        {
            throw new UserError($"{path} is no profile that can be read: it is named like what asyncprof export writes for other tools. Name the recording or the profile (.nettrace, .pb.gz) that it was made of.");
        }
        catch (InvalidDataException exception)
        {
            throw new UserError($"{path} is not a profile (pprof or .nettrace), or was cut short: {exception.Message.TrimEnd('.')}.", cause: exception);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserError($"{path} does not exist.", cause: exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new UserError($"{path} cannot be read: {exception.Message}", cause: exception);
        }
    }

    /// <summary>How a sentence ends that begins with what takes more.</summary>
    private static string Allow(MemoryBudgetException exception) =>
        FormattableString.Invariant($"than the {exception.Limit >> 20} MiB of memory that reading may take: to allow it more, add --memory {Math.Clamp(exception.Limit >> 29, 1, MemoryOption.Most >> 30)}GiB to report, export, view or diff.");

    /// <summary>Told by the first bytes: a name may be anything.</summary>
    private static bool IsRecording(string path)
    {
        using FileStream file = File.Open(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> begin = stackalloc byte[8];
        return file.CanSeek && file.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false) == begin.Length && begin.SequenceEqual("Nettrace"u8);
    }
}
