using AsyncProf.Recording;
using AsyncProf.Recording.Attaching;

namespace AsyncProf.Analyzer.Tests.Recording;

/// <summary>What is said where events are received in another way than was asked for.</summary>
public class ReceptionTests
{
    private static readonly TargetProcess Target = TargetProcess.Of(Environment.ProcessId);

    [Theory]
    [InlineData(CaptureMode.Auto, "direct")]
    [InlineData(CaptureMode.Auto, "listener (no field)")]
    [InlineData(CaptureMode.Listener, "listener")]
    [InlineData(CaptureMode.Listener, "listener (no field)")]
    [InlineData(CaptureMode.Direct, "direct")]
    public void Other_AsAskedFor_SaysNothing(CaptureMode asked, string eventsBy) => Assert.Null(Reception.Other(Target, asked, eventsBy));

    [Fact]
    public void Other_DirectlyInsteadOfByAListener_SaysWhoDecided() =>
        Assert.Equal($"The events of process {Target.Pid} are received directly, and not by a listener: the app itself, or another recording, began to receive them so.", Reception.Other(Target, CaptureMode.Listener, "direct"));

    [Fact]
    public void Other_NotDirectly_SaysHowAndWhy() =>
        Assert.Equal($"The events of process {Target.Pid} are not received directly: they are received by listener (no field).", Reception.Other(Target, CaptureMode.Direct, "listener (no field)"));
}
