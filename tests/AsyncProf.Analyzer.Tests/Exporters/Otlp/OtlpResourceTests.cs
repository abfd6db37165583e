using AsyncProf.Exporters.Otlp;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Analyzer.Tests.Exporters.Otlp;

public class OtlpResourceTests
{
    [Fact]
    public void Of_AProcess_SaysWhatItIsAndWhoMadeTheSpans()
    {
        Dictionary<string, object?> attributes = Read(new Dictionary<string, string>());

        Assert.Equal(("shop", 4711, ".NET", "10.0.1"), (attributes["service.name"], attributes["process.pid"], attributes["process.runtime.name"], attributes["process.runtime.version"]));
        Assert.Equal(("asyncprof", "dotnet", OtlpResource.Version), (attributes["telemetry.sdk.name"], attributes["telemetry.sdk.language"], attributes["telemetry.sdk.version"]));
        Assert.True(Guid.TryParse((string?)attributes["service.instance.id"], out Guid _));
        Assert.Equal(attributes["service.instance.id"], Read(new Dictionary<string, string>())["service.instance.id"]);
    }

    [Fact]
    public void Of_AProcessThatTheUserNames_HasThatNameAndStillSaysWhoMadeTheSpans()
    {
        Dictionary<string, object?> attributes = Read(new Dictionary<string, string> { ["service.name"] = "or\u0007ders", ["telemetry.sdk.name"] = "opentelemetry", ["host.name"] = "here" });

        Assert.Equal(("orders", "asyncprof", "here"), (attributes["service.name"], attributes["telemetry.sdk.name"], attributes["host.name"]));
    }

    private static Dictionary<string, object?> Read(IReadOnlyDictionary<string, string> given) =>
        OtlpResource.Of(ScriptedSpans.Recorded(new ScriptedRequest()), given, isRedacted: false).Attributes.ToDictionary();
}
