using AsyncProf.Recording;
using AsyncProf.Recording.Attaching;
using AsyncProf.Recording.Runtimes;

namespace AsyncProf.Analyzer.Tests.Recording.Attaching;

/// <summary>Runtimes that do not tell when threads wait.</summary>
public class WaitsTests
{
    [Theory]
    [InlineData("8.0.33", true)]
    [InlineData("9.0.22", false)]
    [InlineData("10.0.1", false)]
    [InlineData("", false)] // it does not say which it is
    public void Missing_OfARuntime_IsSaidBeforeNet9(string version, bool isMissing)
    {
        string? sentence = Waits.Missing(TargetProcess.Of(Environment.ProcessId), new RuntimeInfo(version, "App", "linux", "x64"));

        Assert.Equal(isMissing, sentence is not null);
        Assert.Equal(isMissing, sentence?.EndsWith("runs on .NET 8.0.33, whose runtime does not tell when threads wait (--waits needs .NET 9 or later)", StringComparison.Ordinal) ?? false);
    }
}
