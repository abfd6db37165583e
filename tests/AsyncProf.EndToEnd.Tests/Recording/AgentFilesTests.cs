using AsyncProf.Recording.Attaching;
using AsyncProf.Recording.Processes;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.EndToEnd.Tests.Recording;

/// <summary>The agent's files for a process.</summary>
[Trait(Timing.Name, Timing.Free)]
public class AgentFilesTests
{
    [Fact]
    public void For_AProcessOfOurs_IsACopyThatGoes()
    {
        AgentFiles files = AgentFiles.For(Environment.ProcessId);
        string directory = Path.GetDirectoryName(files.Hook)!;

        Assert.NotEqual(AgentFiles.Directory, directory);
        Assert.NotNull(RunFolder.Of(directory));
        Assert.Equal(3, Directory.GetFiles(directory, "*.dll").Length);
        files.Dispose();
        files.Dispose();
        Assert.False(Directory.Exists(directory));
    }
}
