using AsyncProf.Recording;
using AsyncProf.Recording.Launching;

namespace AsyncProf.Analyzer.Tests.Recording;

public class ProgramPathTests
{
    [Fact]
    public void Find_AName_LooksAlongPathOnly()
    {
        if (OperatingSystem.IsWindows())
            return;
        Assert.Equal("./here", ProgramPath.Find("./here"));
        Assert.Matches("^/.*/sh$", ProgramPath.Find("sh"));
        Assert.Contains("no program of that name", Assert.Throws<RecordingException>(() => ProgramPath.Find("asyncprof.dll")).Message, StringComparison.Ordinal);
    }
}
