using System.Net.Sockets;
using Microsoft.Diagnostics.NETCore.Client;

namespace AsyncProf.Recording.Attaching;

/// <summary>What the client library throws, as a sentence that says why, and what to do.</summary>
internal static class Refusals
{
    /// <summary>The sentence; null for what is a bug of ours.</summary>
    public static string? Explain(TargetProcess target, Exception exception)
    {
        string process = FormattableString.Invariant($"Process {target.Pid}");
        return exception switch
        {
            ServerNotAvailableException when exception.Message.Contains("ermission", StringComparison.Ordinal) => $"{process} belongs to another user: run asyncprof as that user, or as root.",
            ServerNotAvailableException when exception.Message.Contains("not running", StringComparison.Ordinal) => $"{process} has ended, or is not a .NET process that can be asked.",
            ServerNotAvailableException => $"{process} cannot be asked: it is not a .NET process, or its diagnostics are switched off (DOTNET_EnableDiagnostics=0), or it has another temporary directory (TMPDIR).",
            UnsupportedCommandException => $"{process} has a runtime before .NET 9, which cannot be recorded without stacks: use --source agent.",
            ServerErrorException => $"{process} refuses: {exception.Message}",
            IOException or SocketException or EndOfStreamException => $"{process} has ended while it was being asked.",
            _ => null,
        };
    }
}
