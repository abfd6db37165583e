using System.Globalization;
using System.Text.RegularExpressions;

namespace AsyncProf.Testing.Processes;

/// <summary>The folders that tools make for themselves in the temporary directory.</summary>
public static partial class ToolFolders
{
    /// <summary>Whether the tool that made a folder still runs: other tests record at the same time.</summary>
    public static bool IsInUse(string directory) =>
        Name().Match(directory) is { Success: true } name && Directory.Exists("/proc/" + int.Parse(name.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture));

    /// <summary>Those of a tool, while it runs or as it was killed.</summary>
    public static string[] Of(int tool) => Directory.GetDirectories(Path.GetTempPath(), $"asyncprof-*-{tool.ToString("x", CultureInfo.InvariantCulture)}-*");

    [GeneratedRegex("/asyncprof-[^-]+-([0-9a-f]{1,7})-[0-9a-f]+-[^-]+$")]
    private static partial Regex Name();
}
