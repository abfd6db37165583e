using System.Diagnostics;
using AsyncProf.Profiles;
using AsyncProf.Testing.Processes;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.EndToEnd.Tests.Recording;

/// <summary>A command that goes on when its recording is over.</summary>
[Collection(RecordingCollection.Name)]
[Trait(Timing.Name, Timing.Free)]
public sealed class LaunchThenLeaveTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    private string Output => Path.Combine(_directory.FullName, "x.pb.gz");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Record_StopCommand_EndsTheCommandWithTheRecording()
    {
        (int code, _, string errors) = await Tool.RunAsync("record", "-d", "1s", "--stop-command", "-o", Output, "--", TargetBuilds.Program("net10.0"), "end", "wait");

        Assert.True(code == 0, errors);
        Assert.DoesNotContain("goes on", errors, StringComparison.Ordinal);
        Assert.Equal(0, AsyncProfile.Load(Output).Recording.BrokenOff);
    }

    [Fact]
    public async Task Record_WithoutIt_SaysThatTheCommandGoesOnAndHowToEndIt()
    {
        using Process tool = Tool.Start("record", "-d", "1s", "-o", Output, "--", TargetBuilds.Program("net10.0"), "end", "wait");
        string? line;
        do
            line = await tool.StandardError.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60));
        while (line is not null && !line.Contains("goes on", StringComparison.Ordinal));

        Assert.Matches(@"^AsyncProf\.Target \((\d+)\) goes on; Ctrl\+C or kill \1 ends it, --stop-command would have\.$", line);
        Assert.True(File.Exists(Output)); // what was recorded can be read while the command goes on
        Assert.False(tool.HasExited);
        await Tool.SignalAsync("TERM", tool.Id);
        await tool.EndedAsync();
        Assert.Equal(143, tool.ExitCode);
    }
}
