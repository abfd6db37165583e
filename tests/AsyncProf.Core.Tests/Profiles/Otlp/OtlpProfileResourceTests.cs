using AsyncProf.Profiles;
using AsyncProf.Profiles.Otlp;

namespace AsyncProf.Core.Tests.Profiles.Otlp;

public class OtlpProfileResourceTests
{
    [Fact]
    public void Of_ARecording_TellsItsProcess()
    {
        Dictionary<string, object> attributes = Read(new RecordingInfo { Process = "Shop", Pid = 42, RuntimeVersion = "10.0.0" });

        Assert.Equal("Shop", attributes["service.name"]);
        Assert.Equal("Shop", attributes["process.executable.name"]);
        Assert.Equal(42L, attributes["process.pid"]);
        Assert.Equal(".NET", attributes["process.runtime.name"]);
        Assert.Equal("10.0.0", attributes["process.runtime.version"]);
        Assert.Equal("asyncprof", attributes["telemetry.sdk.name"]);
    }

    [Fact]
    public void Of_WhatIsSaidBesideTheRecording_GoesFirst()
    {
        Dictionary<string, object> attributes = Read(
            new RecordingInfo { Process = "Shop" }, ("service.name", "orders"), ("service.version", "1.5"), ("process.pid", "7"), ("telemetry.sdk.name", "mine"));

        Assert.Equal(("orders", "1.5", "7", "asyncprof"), (attributes["service.name"], attributes["service.version"], attributes["process.pid"], attributes["telemetry.sdk.name"]));
    }

    [Fact]
    public void Of_ARecordingThatKnowsNothing_StillNamesAService() => Assert.Equal("unknown_service:dotnet", Read(new RecordingInfo())["service.name"]);

    [Fact]
    public void Of_AProcessWithANameThatCommandsTerminals_LeavesThatOut() => Assert.Equal("Shop", Read(new RecordingInfo { Process = "Sh\u001bop\u202e" })["service.name"]);

    private static Dictionary<string, object> Read(RecordingInfo recording, params (string Key, string Value)[] given) =>
        new(OtlpProfileResource.Of(recording, given.ToDictionary(pair => pair.Key, pair => pair.Value)));
}
