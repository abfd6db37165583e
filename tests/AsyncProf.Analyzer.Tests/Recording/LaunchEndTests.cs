using System.Diagnostics;
using System.Globalization;
using AsyncProf.Recording.Launching;
using AsyncProf.Recording.Processes;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.Analyzer.Tests.Recording;

public class LaunchEndTests
{
    [Fact]
    public async Task End_OfACommandAlone_AsksIt()
    {
        using Process command = Process.Start("sleep", ["60"]);

        Assert.True(await LaunchEnd.EndAsync(command, command.Id));

        Assert.Equal(143, command.ExitCode);
    }

    [Fact]
    public async Task End_OfACommandThatDoesNotPassTheSignalOn_EndsWhatWasRecordedToo()
    {
        (Process command, int recorded) = await ShellAsync("sleep 60 & echo $!; wait");
        using (command)
            Assert.True(await LaunchEnd.EndAsync(command, recorded));

        Assert.True(ProcFiles.StateOf(recorded) is '?' or 'Z', $"{ProcFiles.StateOf(recorded)}");
    }

    [Fact]
    [Trait(Tier.Name, Tier.Deep)]
    public async Task End_OfACommandThatDoesNotEnd_KillsItAndWhatWasRecorded()
    {
        (Process command, int recorded) = await ShellAsync("trap '' TERM; sleep 60 & echo $!; while true; do sleep 60; done");
        using (command)
        {
            Assert.False(await LaunchEnd.EndAsync(command, recorded));

            Assert.Equal(137, command.ExitCode);
        }

        Assert.True(ProcFiles.StateOf(recorded) is '?' or 'Z', $"{ProcFiles.StateOf(recorded)}");
    }

    /// <summary>A shell that runs a script, and the process of which that tells.</summary>
    private static async Task<(Process Command, int Recorded)> ShellAsync(string script)
    {
        Process command = Process.Start(new ProcessStartInfo("sh", ["-c", script]) { RedirectStandardOutput = true })!;
        return (command, int.Parse((await command.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture));
    }
}
