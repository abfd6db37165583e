using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace AsyncProf.Recording.Processes;

/// <summary>
/// The private folder of one run, for all that is temporary. Its name says whose it is, so that a later run can tell what a killed one has left, and removes it.
/// </summary>
internal sealed partial class RunFolder : IDisposable
{
    /// <summary>The longest name, in bytes: sockets have little room for their path.</summary>
    public const int LongestName = 43;

    private const int MostFiles = 16, RandomLength = 6;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    private readonly string _parent;
    private readonly string _name;

    private RunFolder(string parent, string name) => (_parent, _name) = (parent, name);

    /// <summary>Where it is.</summary>
    public string Path => System.IO.Path.Combine(_parent, _name);

    /// <summary>Makes one in our temporary directory, which only its owner may enter.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public static RunFolder Create()
    {
        RemoveAbandoned(System.IO.Path.GetTempPath());
        string path = Directory.CreateTempSubdirectory(Prefix()).FullName;
        return new RunFolder(System.IO.Path.GetDirectoryName(path)!, System.IO.Path.GetFileName(path));
    }

    /// <summary>A name for one that is made elsewhere.</summary>
    public static string NewName() => Prefix() + System.IO.Path.GetRandomFileName()[..RandomLength];

    /// <summary>The name of a file that says for which process a folder's files were copied.</summary>
    public static string MarkOf(string pid) => $"for-{pid}";

    /// <summary>The folder of that path, if it is one of a run.</summary>
    public static RunFolder? Of(string path) =>
        Name().IsMatch(System.IO.Path.GetFileName(path)) ? new RunFolder(System.IO.Path.GetDirectoryName(path)!, System.IO.Path.GetFileName(path)) : null;

    /// <summary>
    /// Removes what runs have left that were killed. Safe where anybody may write: files are removed by their names and not through links, and a folder only when it is empty.
    /// </summary>
    /// <param name="parent">Where they lie.</param>
    /// <param name="answered">A process that has answered since: what was copied for it, it has loaded. Another may still be about to, and would die if it were gone.</param>
    public static void RemoveAbandoned(string parent, int answered = 0)
    {
        try
        {
            foreach (string path in Directory.EnumerateDirectories(parent, "asyncprof-*"))
            {
                if (Of(path) is { } folder && folder.IsAbandoned() && !folder.IsAwaited(answered))
                    folder.Dispose();
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It cannot be looked at, and so nothing of ours is in it.
        }
    }

    /// <summary>Removes it and its files.</summary>
    public void Dispose()
    {
        try
        {
            RemoveFiles();
            Directory.Delete(Path, recursive: false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is gone, or somebody else's.
        }
    }

    /// <summary>Held open where that is possible: its owner may put another in its place meanwhile.</summary>
    private void RemoveFiles()
    {
        if (new DirectoryInfo(Path).LinkTarget is not null)
            throw new IOException("it is a link");
        using TargetDirectory? held = OperatingSystem.IsLinux() ? TargetDirectory.Open(Path) : null;
        string path = held is not null && OperatingSystem.IsLinux() ? held.Path : Path;
        string[] files = [.. Directory.EnumerateFileSystemEntries(path).Take(MostFiles)];
        if (Array.Exists(files, file => !OwnFile().IsMatch(System.IO.Path.GetFileName(file))))
            throw new IOException("there is something in it that is not ours"); // another file system may be mounted there, to have root remove what is in that
        Array.ForEach(files, File.Delete);
    }

    /// <summary>Whether its run has ended. What another namespace of processes has made cannot be judged here.</summary>
    private bool IsAbandoned()
    {
        Match match = Name().Match(_name);
        int pid = int.Parse(match.Groups["pid"].ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return match.Groups["space"].Value == Space() && match.Groups["start"].Value != StartOf(pid) && !IsHeld();
    }

    /// <summary>Whether files in it were copied for a process that may not have loaded them yet: it was stopped, perhaps.</summary>
    private bool IsAwaited(int answered)
    {
        try
        {
            return DateTime.UtcNow - Directory.GetCreationTimeUtc(Path) < LongestWait
                && Directory.EnumerateFiles(Path, MarkOf("*")).Select(System.IO.Path.GetFileName).Any(mark => mark != MarkOf(answered.ToString(CultureInfo.InvariantCulture)) && IsRunning(mark!));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool IsRunning(string mark) => int.TryParse(mark.AsSpan(MarkOf("").Length), NumberStyles.None, CultureInfo.InvariantCulture, out int pid) && StartOf(pid).Length > 0;

    /// <summary>Whether a process waits for a port in it: another user must not get the name.</summary>
    private bool IsHeld() => OperatingSystem.IsLinux() && ProcFiles.Pids().Any(pid => ProcFiles.HasVariable(pid, "DOTNET_DiagnosticPorts", _name));

    private static string Prefix() => $"asyncprof-{Space()}-{Environment.ProcessId.ToString("x", CultureInfo.InvariantCulture)}-{StartOf(Environment.ProcessId)}-";

    /// <summary>Which processes are meant by ids: a part of the namespace's number.</summary>
    private static string Space()
    {
        const int Mask = 0xF_FFFF;
        string link = OperatingSystem.IsLinux() ? ProcFiles.IdSpace() : "";
        _ = uint.TryParse(link, NumberStyles.None, CultureInfo.InvariantCulture, out uint number);
        return (number & Mask).ToString("x", CultureInfo.InvariantCulture);
    }

    /// <summary>When a process has started; empty if it has ended. Ids are used again.</summary>
    private static string StartOf(int pid)
    {
        try
        {
            if (OperatingSystem.IsLinux())
                return long.TryParse(ProcFiles.StartOf(pid), NumberStyles.None, CultureInfo.InvariantCulture, out long ticks) ? ticks.ToString("x", CultureInfo.InvariantCulture) : "";
            using Process process = Process.GetProcessById(pid);
            return new DateTimeOffset(process.StartTime).ToUnixTimeSeconds().ToString("x", CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return "";
        }
    }

    /// <summary>All that runs ever put there.</summary>
    [GeneratedRegex(@"^(port|view\.html|for-\d+|AsyncProf\.(Hook\.[0-9a-z]+|Agent|Core)\.dll)$")]
    private static partial Regex OwnFile();

    [GeneratedRegex("^asyncprof-(?<space>[0-9a-f]{1,5})-(?<pid>[0-9a-f]{1,7})-(?<start>[0-9a-f]{1,12})-[A-Za-z0-9.]{6,12}$")]
    private static partial Regex Name();
}
