using System.Diagnostics;
using System.Globalization;
using AsyncProf.Profiles;

namespace AsyncProf.KeptProfiles;

/// <summary>The profiles in a directory. Of its own files it keeps the newest ones.</summary>
/// <param name="directory">The directory; it must exist.</param>
/// <param name="keep">How many stay.</param>
internal sealed class KeptProfileFiles(string directory, int keep)
{
    private const string Prefix = "asyncprof-";
    private const string Extension = ".pb.gz";
    private const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>Writes a profile, and deletes what is too old.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(AsyncProfile profile)
    {
        string process = string.Concat(profile.Recording.Process.Where(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_'));
        string start = Prefix + process + "-";
        string time = profile.Recording.StartUtc.ToString(TimeFormat, CultureInfo.InvariantCulture);
        string path = Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{start}{time}-{Environment.ProcessId}{Extension}"));
        profile.Save(path, overwrite: true);

        // Only what this process or one of its name that has ended has written is deleted; names sort by time.
        string[] own = [.. Directory.GetFiles(directory, $"{start}*{Extension}").Where(file => IsOwn(Path.GetFileName(file)[start.Length..^Extension.Length])).Order(StringComparer.Ordinal)];
        foreach (string old in own.SkipLast(keep))
            File.Delete(old);
    }

    /// <summary>Whether a name ends in a time and the id of this process, or of one that is gone: several instances may share a directory.</summary>
    private static bool IsOwn(string text)
    {
        int dash = text.LastIndexOf('-');
        if (dash < 0 || !DateTime.TryParseExact(text[..dash], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            || !int.TryParse(text[(dash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int pid))
        {
            return false;
        }

        return pid == Environment.ProcessId || !IsAlive(pid);
    }

    private static bool IsAlive(int pid)
    {
        try
        {
            using Process process = Process.GetProcessById(pid);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
