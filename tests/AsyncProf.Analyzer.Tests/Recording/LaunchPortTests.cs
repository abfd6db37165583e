using AsyncProf.Recording;
using AsyncProf.Recording.Launching;

namespace AsyncProf.Analyzer.Tests.Recording;

/// <summary>A port that is taken over from a run that is gone.</summary>
public class LaunchPortTests
{
    [Fact]
    public async Task Adopt_PortThatSomebodyHolds_SaysSo()
    {
        await using var port = LaunchPort.Open();

        RecordingException exception = Assert.Throws<RecordingException>(() => LaunchPort.Adopt(port.Path));

        Assert.Equal($"Another program holds the port {port.Path}: it has to let the process run.", exception.Message);
    }

    [Fact]
    public async Task Adopt_PortWhoseFileWasLeft_OpensItAndRemovesItsFolderAtTheEnd()
    {
        string directory = Directory.CreateTempSubdirectory("asyncprof-tests-").FullName, path = Path.Combine(directory, "port");
        await File.WriteAllTextAsync(path, "");

        await using (LaunchPort.Adopt(path))
            Assert.Throws<RecordingException>(() => LaunchPort.Adopt(path));

        Assert.False(File.Exists(path));
        Directory.Delete(directory);
    }

    [Fact]
    public void Adopt_PathThatCannotBe_SaysWhy() =>
        Assert.StartsWith("The port /proc/nobody/port cannot be opened: ", Assert.Throws<RecordingException>(() => LaunchPort.Adopt("/proc/nobody/port")).Message, StringComparison.Ordinal);
}
