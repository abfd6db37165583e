using AsyncProf.Recording;

namespace AsyncProf.Analyzer.Tests.Recording;

/// <summary>Which source is taken of a process like this one, by the runtime it says it runs on.</summary>
public class RecordingChoiceTests
{
    [Fact]
    public void Of_EventPipeOnARuntimeThatCannotLeaveStacksOut_IsRefusedForItsCost() =>
        Assert.Contains("ten times slower: use --source agent", Assert.Throws<RecordingException>(() => Choose("8.0.33", RecordingSource.EventPipe)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("8.0.33", RecordingSource.Auto, RecordingSource.Agent)]
    [InlineData("9.0.22", RecordingSource.Auto, RecordingSource.EventPipe)]
    [InlineData("9.0.22", RecordingSource.Agent, RecordingSource.Agent)]
    [InlineData("10.0.1", RecordingSource.EventPipe, RecordingSource.EventPipe)]
    public void Of_AProcessThatNothingForbids_IsWhatItsRuntimeDoesBest(string version, RecordingSource asked, RecordingSource expected) => Assert.Equal(expected, Choose(version, asked));

    private static RecordingSource Choose(string version, RecordingSource asked) =>
        RecordingChoice.Of(TargetProcess.Of(Environment.ProcessId), new RuntimeInfo(version, "App", "linux", "x64"), asked, isLaunched: false, Assert.Fail);
}
