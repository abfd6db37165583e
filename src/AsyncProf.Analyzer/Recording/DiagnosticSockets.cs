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
    /// <summary>The ids of processes that have, or had, a runtime that listens.</summary>
    public static IEnumerable<int> Pids()
    {
        if (OperatingSystem.IsWindows())
            return DiagnosticsClient.GetPublishedProcesses();
        return Directory.EnumerateFileSystemEntries(Path.GetTempPath(), "dotnet-diagnostic-*-socket")
            .Select(path => SocketName().Match(Path.GetFileName(path)))
            .Where(match => match.Success && int.TryParse(match.Groups["pid"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(match => int.Parse(match.Groups["pid"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"^dotnet-diagnostic-(?<pid>\d{1,10})-\d+-socket$")]
    private static partial Regex SocketName();
}
