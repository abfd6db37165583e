using AsyncProf.Recording;
using AsyncProf.Recording.Attaching;
using AsyncProf.Recording.Runtimes;

namespace AsyncProf.Analyzer.Tests.Recording;

/// <summary>Which source is taken of a process like this one, by the runtime it says it runs on. There is no agent beside these tests.</summary>
public class RecordingChoiceTests
{
    [Fact]
    public void Of_EventPipeOnARuntimeThatCannotLeaveStacksOut_IsRefusedForItsCost() =>
        Assert.Contains("ten times slower: use --source agent", Assert.Throws<RecordingException>(() => Choose("8.0.33", RecordingSource.EventPipe)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("9.0.22", nameof(RecordingSource.Auto))]
    [InlineData("10.0.1", nameof(RecordingSource.EventPipe))]
    public void Of_ARuntimeThatLeavesStacksOut_IsTheRuntimeItself(string version, string asked) => Assert.Equal(RecordingSource.EventPipe, Choose(version, Enum.Parse<RecordingSource>(asked)));

    [Theory]
    [InlineData("8.0.33", nameof(RecordingSource.Auto))]
    [InlineData("10.0.1", nameof(RecordingSource.Agent))]
    public void Of_AProcessThatTakesNoAgentAndNeedsOne_SaysWhy(string version, string asked) =>
        Assert.Contains("the agent's files are not beside this tool", Assert.Throws<RecordingException>(() => Choose(version, Enum.Parse<RecordingSource>(asked))).Message, StringComparison.Ordinal);

    private static RecordingSource Choose(string version, RecordingSource asked) =>
        RecordingChoice.Of(TargetProcess.Of(Environment.ProcessId), new RuntimeInfo(version, "App", "linux", "x64"), asked, isLaunched: false, Assert.Fail);
}
