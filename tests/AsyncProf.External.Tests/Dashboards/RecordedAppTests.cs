using System.Diagnostics;
using System.Globalization;
using AsyncProf.Testing.Processes;

namespace AsyncProf.External.Tests.Dashboards;

/// <summary>What a dashboard shows of an app without a line of ours, which is recorded from outside.</summary>
public sealed class RecordedAppTests : IDisposable
{
    private const string Request = "GET /orders/{id:int}";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("asyncprof-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("agent")]
    [InlineData("eventpipe")]
    public async Task Traces_OfAnAppWithoutALineOfOurs_HoldItsMethods(string source)
    {
        await using AspireDashboard dashboard = await AspireDashboard.StartAsync();
        using Process app = Process.Start(new ProcessStartInfo("dotnet", [Built.Path("tests/programs/AsyncProf.Endpoints", "AsyncProf.Endpoints.dll"), "logging"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await app.StandardOutput.ReadLineAsync().WaitAsync(Patience); // ready
        using Process tool = Tool.Start(
            "record", "--pid", app.Id.ToString(CultureInfo.InvariantCulture), "--source", source, "--otlp-endpoint", dashboard.HttpReceiver.ToString(), "-o", Path.Combine(_directory.FullName, "x.nettrace"));
        Assert.StartsWith("Recording", await tool.StandardError.ReadLineAsync().WaitAsync(Patience), StringComparison.Ordinal);
        Task<string> errors = tool.StandardError.ReadToEndAsync();
        for (int i = 0; i < 3; i++)
        {
            await app.StandardInput.WriteLineAsync("all");
            await app.StandardOutput.ReadLineAsync().WaitAsync(Patience);
            await Task.Delay(500);
        }

        await Tool.SignalAsync("INT", tool.Id);
        await tool.WaitForExitAsync().WaitAsync(Patience);
        app.StandardInput.Close();
        await app.WaitForExitAsync().WaitAsync(Patience);
        Assert.True(tool.ExitCode == 0, await errors);
        Assert.DoesNotContain("delivered", await errors, StringComparison.Ordinal);

        IReadOnlyList<TelemetryTrace> traces = await dashboard.TracesAsync();
        string request = source == "agent" ? Request : "GET /orders/{}";
        TelemetryTrace[] orders = [.. traces.Where(trace => trace.Spans.Any(span => span.Name == request))];
        Assert.NotEmpty(orders);
        Assert.All(orders, trace => Assert.Contains(trace.Spans, span => span.Function.Contains("EndpointApp.Map", StringComparison.Ordinal) && span.Attributes.ContainsKey("asyncprof.waiting")));
        Assert.All(traces, trace => Assert.Single(trace.Roots));
        Assert.All(traces, trace => Assert.Equal(trace.Spans.Count, trace.Downwards(trace.Roots.Single()).Count()));
        Assert.All(traces.SelectMany(trace => trace.Spans), span => Assert.Equal(("AsyncProf.Endpoints", "AsyncProf"), (span.Service, span.Scope)));
    }
}
