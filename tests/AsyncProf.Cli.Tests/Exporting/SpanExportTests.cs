using AsyncProf.Cli.Exporting;
using AsyncProf.Exporters.Otlp;
using AsyncProf.Testing;
using AsyncProf.Testing.Processes;

namespace AsyncProf.Cli.Tests.Exporting;

/// <summary>Spans are made of recordings, and what is said of them.</summary>
public sealed class SpanExportTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Export_OfAProfile_SaysThatItNeedsARecording()
    {
        string file = Path.Combine(_directory.FullName, "shop.pb.gz"), target = Path.Combine(_directory.FullName, "x.otlp.jsonl");
        GoldenProfiles.Get("sequence").Save(file);

        (int code, string output, string errors) = await Tool.RunAsync("export", file, "-o", target);

        Assert.Equal((2, ""), (code, output));
        Assert.Contains("is a profile, which holds sums: spans are made of a recording (.nettrace).", errors, StringComparison.Ordinal);
        Assert.False(File.Exists(target));
    }

    [Theory]
    [InlineData("--root", "x")]
    [InlineData("--focus", "x")]
    [InlineData("--hide", "x")]
    [InlineData("--strip", null)]
    public async Task Export_OfAPartOfTheStacks_IsRefused(string option, string? value)
    {
        (int code, _, string errors) = await Tool.RunAsync(["export", "shop.nettrace", "-o", "x.otlp.jsonl", option, .. value is null ? Array.Empty<string>() : [value]]);

        Assert.Equal(2, code);
        Assert.Contains("otlp holds whole traces: leave them out.", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Summary_OfWhatBecameOfTheRoots_SaysWhatIsNotThere() => Assert.Equal(
        "1,234 spans in 12 traces, 2 of them below requests that the process exports itself; left to the process, which profiles itself and sends them: 4; begun before or not ended, and left out: 3",
        SpanExport.Summary(new SpanTally { Spans = 1234, Traces = 12, Below = 2, Left = 4, Cut = 3 }));

    [Fact]
    public void Resource_OfTheVariablesOfOpenTelemetry_HasTheirAttributes()
    {
        var variables = new Dictionary<string, string> { ["OTEL_RESOURCE_ATTRIBUTES"] = "team=a%2Cb, deployment.environment.name = test ,=x,none,service.name=old", ["OTEL_SERVICE_NAME"] = "shop" };

        IReadOnlyDictionary<string, string> read = SpanResource.Read(variables.GetValueOrDefault);

        Assert.Equal(new Dictionary<string, string> { ["team"] = "a,b", ["deployment.environment.name"] = "test", ["service.name"] = "shop" }, read);
    }
}
