using System.Diagnostics;
using AsyncProf.Events;
using AsyncProf.Testing.Logs;
using AsyncProf.Testing.Scenarios;

namespace AsyncProf.Agent.Tests.Live;

/// <summary>The programs with known answers, run now, in a process of their own under the product's capture.</summary>
public sealed class WorkloadTests : IDisposable
{
    /// <summary>A busy machine may start two timers in the wrong order, or stop a thread for a while; what is wrong for good is so every time.</summary>
    private const int Attempts = 8, LongestPause = 2;

    private static readonly string Committed = Path.Combine(AppContext.BaseDirectory, "Logs");

    private readonly string _directory = Directory.CreateTempSubdirectory("asyncprof-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Record_EveryProgram_LeavesTheCommittedLogAndTheExpectedTimes()
    {
        string[] left = [.. Catalogue.Live.Select(scenario => scenario.Name)];
        List<string> faults = [];
        for (int attempt = 0; attempt < Attempts && left.Length > 0; attempt++)
        {
            await Task.Delay(TimeSpan.FromSeconds(Math.Min(attempt, LongestPause))); // whatever else keeps the machine busy comes in bursts
            await RecordAsync(left);
            faults = [.. left.Select(Fault).OfType<string>()];
            left = [.. left.Where(name => faults.Exists(fault => fault.StartsWith(name + ": ", StringComparison.Ordinal)))];
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private string? Fault(string name)
    {
        string path = Path.Combine(_directory, name + ".log");
        try
        {
            Assert.Equal(Canonical(Path.Combine(Committed, name + ".log")), Canonical(path));
            Catalogue.Of(name).Expected(RecordedLog.Play(path));
            return null;
        }
        catch (Xunit.Sdk.XunitException difference)
        {
            return $"{name}: {difference.Message}";
        }
    }

    private static string Canonical(string path)
    {
        var names = new NameTable();
        return CanonicalLog.Of(LogText.Read(path, names), names);
    }

    private async Task RecordAsync(string[] names)
    {
        string[] arguments = [Path.Combine(AppContext.BaseDirectory, "AsyncProf.Workload.dll"), "record", _directory, .. names];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments))!;
        await process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromMinutes(3)).Token);
        Assert.Equal(0, process.ExitCode);
    }
}
