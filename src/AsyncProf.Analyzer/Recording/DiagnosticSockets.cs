using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Diagnostics.NETCore.Client;

namespace AsyncProf.Recording;

/// <summary>
/// Where runtimes listen for diagnostics: a socket in the temporary directory that bears the process id. Read by ourselves where there are sockets, because
/// the client library fails for root on kernel threads.
/// </summary>
internal static partial class DiagnosticSockets
{
    /// <summary>The ids of processes that have, or had, a runtime that listens: in our temporary directory, or in the one of a process that has another, or another root.</summary>
    public static IEnumerable<int> Pids()
    {
        if (OperatingSystem.IsWindows())
            return DiagnosticsClient.GetPublishedProcesses();
        IEnumerable<int> here = Directory.EnumerateFileSystemEntries(Path.GetTempPath(), "dotnet-diagnostic-*-socket")
            .Select(path => SocketName().Match(Path.GetFileName(path)))
            .Where(match => match.Success && int.TryParse(match.Groups["pid"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(match => int.Parse(match.Groups["pid"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture));
        return OperatingSystem.IsLinux() ? here.Where(pid => PathOf(pid) is not null).Union(ProcFiles.Pids().Where(ProcFiles.HasRuntime).Where(pid => PathOf(pid) is not null)) : here;
    }

    /// <summary>The newest socket of a process, where we can reach it; null if there is none.</summary>
    public static string? PathOf(int pid)
    {
        string directory = OperatingSystem.IsLinux() ? ProcFiles.TemporaryDirectoryOf(pid) : Path.GetTempPath();
        int own = OperatingSystem.IsLinux() ? ProcFiles.InnermostPid(pid) : pid;
        try
        {
            return Directory.EnumerateFileSystemEntries(directory, FormattableString.Invariant($"dotnet-diagnostic-{own}-*-socket")).OrderByDescending(File.GetLastWriteTimeUtc).FirstOrDefault();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^dotnet-diagnostic-(?<pid>\d{1,10})-\d+-socket$")]
    private static partial Regex SocketName();
}
