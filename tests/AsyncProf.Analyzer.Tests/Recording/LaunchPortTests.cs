using System.Net.Sockets;
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
        using (var left = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
            left.Bind(new UnixDomainSocketEndPoint(path)); // nobody listens there any more

        await using (LaunchPort.Adopt(path))
            Assert.Throws<RecordingException>(() => LaunchPort.Adopt(path));

        Assert.False(File.Exists(path));
        Directory.Delete(directory);
    }

    [Fact]
    public async Task Adopt_PathOfAFile_LeavesTheFileAlone()
    {
        string path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, "precious");

        Assert.Contains("it is no socket", Assert.Throws<RecordingException>(() => LaunchPort.Adopt(path)).Message, StringComparison.Ordinal);

        Assert.Equal("precious", await File.ReadAllTextAsync(path));
        File.Delete(path);
    }

    [Fact]
    public void Adopt_PathThatCannotBe_SaysWhy() =>
        Assert.StartsWith("The port /proc/nobody/port cannot be opened: ", Assert.Throws<RecordingException>(() => LaunchPort.Adopt("/proc/nobody/port")).Message, StringComparison.Ordinal);
}
