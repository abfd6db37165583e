using AsyncProf.Recording;

namespace AsyncProf.Analyzer.Tests.Recording;

/// <summary>Which source is taken of a process like this one, by the runtime it says it runs on. There is no agent beside these tests.</summary>
public class RecordingChoiceTests
{
    [Fact]
    public void Of_EventPipeOnARuntimeThatCannotLeaveStacksOut_IsRefusedForItsCost() =>
        Assert.Contains("ten times slower: use --source agent", Assert.Throws<RecordingException>(() => Choose("8.0.33", RecordingSource.EventPipe)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("9.0.22", RecordingSource.Auto)]
    [InlineData("10.0.1", RecordingSource.EventPipe)]
    public void Of_ARuntimeThatLeavesStacksOut_IsTheRuntimeItself(string version, RecordingSource asked) => Assert.Equal(RecordingSource.EventPipe, Choose(version, asked));

    [Theory]
    [InlineData("8.0.33", RecordingSource.Auto)]
    [InlineData("10.0.1", RecordingSource.Agent)]
    public void Of_AProcessThatTakesNoAgentAndNeedsOne_SaysWhy(string version, RecordingSource asked) =>
        Assert.Contains("the agent's files are not beside this tool", Assert.Throws<RecordingException>(() => Choose(version, asked)).Message, StringComparison.Ordinal);

    private static RecordingSource Choose(string version, RecordingSource asked) =>
        RecordingChoice.Of(TargetProcess.Of(Environment.ProcessId), new RuntimeInfo(version, "App", "linux", "x64"), asked, isLaunched: false, Assert.Fail);
}
