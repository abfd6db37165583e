using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace AsyncProf.KeptProfiles;

/// <summary>
/// What the name of a kept profile says behind the name of its process: <c>20260102T030405Z-4711-17</c>. The number makes names different where a clock was set back.
/// </summary>
/// <param name="Time">When it began, in UTC.</param>
/// <param name="Pid">The process that wrote it.</param>
/// <param name="Number">The how manieth of that process; 0 where an older version wrote it, without one.</param>
/// <param name="IsWindow">Whether it is a window that a condition opened: <c>-window</c> stands behind the number.</param>
internal sealed record KeptFileName(DateTime Time, int Pid, long Number, bool IsWindow = false)
{
    public const string Extension = ".pb.gz";

    /// <summary>The rest of the name has its place in the 255 bytes that file systems allow.</summary>
    private const int LongestProcess = 100;

    private const string Window = "window";

    private const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>With what the names of all files of a process begin.</summary>
    public static string StartOf(string process) => $"asyncprof-{string.Concat(process.Where(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_').Take(LongestProcess))}-";

    /// <summary>Reads what lies between the start and the extension.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out KeptFileName? name)
    {
        name = null;
        string[] parts = text.Split('-');
        long number = 0;
        if (parts.Length is < 2 or > 4
            || (parts.Length == 4 && parts[3] != Window)
            || !DateTime.TryParseExact(parts[0], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime time)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int pid)
            || (parts.Length > 2 && !long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out number)))
        {
            return false;
        }

        name = new KeptFileName(time, pid, number, parts.Length == 4);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Time.ToString(TimeFormat, CultureInfo.InvariantCulture)}-{Pid}-{Number}{(IsWindow ? "-" + Window : "")}");
}
