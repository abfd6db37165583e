using System.Diagnostics;
using AsyncProf.Recording.Processes;

namespace AsyncProf.Analyzer.Tests.Recording;

public class DiagnosticSocketsTests
{
    [Fact]
    public void PathOf_Ourselves_IsWhereOurRuntimeListens()
    {
        string? path = DiagnosticSockets.PathOf(Environment.ProcessId);

        Assert.NotNull(path);
        Assert.Contains(Environment.ProcessId, DiagnosticSockets.Pids());
    }

    [Fact]
    public void Pids_SocketThatAnEarlierProcessLeft_IsNotTheOneThatHasItsIdNow()
    {
        if (!OperatingSystem.IsLinux())
            return; // elsewhere the name is all that is asked
        using Process other = Process.Start("sleep", "60");
        string left = Path.Combine(Path.GetTempPath(), $"dotnet-diagnostic-{other.Id}-1-socket");
        try
        {
            File.WriteAllText(left, "");

            Assert.Null(DiagnosticSockets.PathOf(other.Id));
            Assert.DoesNotContain(other.Id, DiagnosticSockets.Pids());
        }
        finally
        {
            File.Delete(left);
            other.Kill();
        }
    }
}
