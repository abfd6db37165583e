using AsyncProf.Cli.Output;
using AsyncProf.Decoding;
using AsyncProf.Profiles;

namespace AsyncProf.Cli.Arguments;

/// <summary>Reads the files that a user names.</summary>
internal static class ProfileFiles
{
    /// <summary>What a differential profile names as its source.</summary>
    private const string DifferenceSource = "diff";

    /// <summary>Several, added up.</summary>
    /// <exception cref="UserError">One of them cannot be read, or they add up to too much.</exception>
    public static AsyncProfile LoadAll(IEnumerable<string> paths) => Sum([.. paths.Select(Load)]);

    /// <summary>Adds profiles up.</summary>
    /// <exception cref="UserError">They add up to too much.</exception>
    public static AsyncProfile Sum(IReadOnlyList<AsyncProfile> profiles)
    {
        try
        {
            return AsyncProfile.Merge(profiles);
        }
        catch (InvalidDataException exception)
        {
            throw new UserError($"The profiles cannot be added up: {exception.Message}.");
        }
    }

    /// <exception cref="UserError">The file does not exist, may not be read, or is not a profile.</exception>
    public static AsyncProfile Load(string path)
    {
        if (path.Length == 0)
            throw new UserError("A FILE is an empty text: name a file.");
        if (path.StartsWith('-'))
            throw new UserError($"Unknown option {path}: --help lists the options.");
        if (Directory.Exists(path))
            throw new UserError($"{path} is a folder: name the files in it.");
        try
        {
            AsyncProfile profile = IsRecording(path) ? NettraceProfile.Load(path) : AsyncProfile.Load(path);
            return profile.Recording.Source != DifferenceSource ? profile : throw new UserError($"{path} is the difference of two profiles: go tool pprof shows it, and asyncprof reads what it was made of.");
        }
        catch (InvalidDataException exception)
        {
            throw new UserError($"{path} is not a profile (pprof or .nettrace), or was cut short: {exception.Message.TrimEnd('.')}.");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserError($"{path} does not exist.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new UserError($"{path} cannot be read: {exception.Message}");
        }
    }

    /// <summary>Told by the first bytes: a name may be anything.</summary>
    private static bool IsRecording(string path)
    {
        using FileStream file = File.Open(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> begin = stackalloc byte[8];
        return file.CanSeek && file.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false) == begin.Length && begin.SequenceEqual("Nettrace"u8);
    }
}
