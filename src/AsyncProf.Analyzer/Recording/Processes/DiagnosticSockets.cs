using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Diagnostics.NETCore.Client;

namespace AsyncProf.Recording.Processes;

/// <summary>
/// Where runtimes listen for diagnostics: a socket in the temporary directory that bears the process id. Read by ourselves where there are sockets, because
/// the client library fails for root on kernel threads.
/// </summary>
internal static partial class DiagnosticSockets
{
    /// <summary>Anybody can make more of them.</summary>
    private const int MostOthers = 8, MostFound = 1_000;

    /// <summary>The ids of processes that have, or had, a runtime that listens: in our temporary directory, or in the one of a process that has another, or another root.</summary>
    public static IEnumerable<int> Pids()
    {
        if (OperatingSystem.IsWindows())
            return DiagnosticsClient.GetPublishedProcesses();
        string directory = Path.GetTempPath();
        IEnumerable<int> here = (Directory.Exists(directory) ? Directory.EnumerateFileSystemEntries(directory, "dotnet-diagnostic-*-socket") : [])
            .Select(path => SocketName().Match(Path.GetFileName(path)))
            .Where(match => match.Success && int.TryParse(match.Groups["pid"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(match => int.Parse(match.Groups["pid"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture));
        return OperatingSystem.IsLinux() ? here.Where(pid => PathOf(pid) is not null).Union(ProcFiles.Pids().Where(ProcFiles.HasRuntime).Where(pid => PathOf(pid) is not null)) : here;
    }

    /// <summary>The socket of a process, where we can reach it; null if there is none.</summary>
    public static string? PathOf(int pid) => CandidatesOf(pid).FirstOrDefault();

    /// <summary>
    /// Where the socket of a process may be, the likeliest first. Its name ends with when the process started, which tells it from what an earlier process with the
    /// same id, or with an id that is now a thread's, left behind (dotnet/runtime, <c>GetProcessIdDisambiguationKey</c>). Who listens there is another question.
    /// </summary>
    public static IReadOnlyList<string> CandidatesOf(int pid)
    {
        string directory = OperatingSystem.IsLinux() ? ProcFiles.TemporaryDirectoryOf(pid) : Path.GetTempPath();
        int own = OperatingSystem.IsLinux() ? ProcFiles.InnermostPid(pid) : pid;
        try
        {
            string[] found = [.. Directory.EnumerateFileSystemEntries(directory, FormattableString.Invariant($"dotnet-diagnostic-{own}-*-socket")).Take(MostFound).OrderByDescending(File.GetLastWriteTimeUtc)];
            if (!OperatingSystem.IsLinux())
                return found;
            string exact = FormattableString.Invariant($"dotnet-diagnostic-{own}-{ProcFiles.StartOf(pid)}-socket");
            string likeliest = Path.Combine(directory, exact); // it is there however many others somebody has made
            IEnumerable<string> first = File.Exists(likeliest) ? [likeliest] : [];
            return [.. first, .. ProcFiles.HasRuntime(pid) ? found.Where(path => Path.GetFileName(path) != exact).Take(MostOthers) : []]; // clocks differ where a container has its own
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    [GeneratedRegex(@"^dotnet-diagnostic-(?<pid>\d{1,10})-\d+-socket$")]
    private static partial Regex SocketName();
}
