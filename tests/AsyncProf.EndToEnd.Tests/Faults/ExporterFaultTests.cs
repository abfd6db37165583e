using AsyncProf.EndToEnd.Tests.Sample;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.EndToEnd.Tests.Faults;

/// <summary>Spans that cannot be delivered are never the app's affair.</summary>
public class ExporterFaultTests
{
    [Theory]
    [InlineData(Fault.Slow)]
    [InlineData(Fault.ServerError)]
    [DeepInlineData(Fault.Absent)]
    [DeepInlineData(Fault.TooManyRequests)]
    [DeepInlineData(Fault.ClosesMidBody)]
    public async Task Export_ToAFaultyReceiver_LeavesTheAppsAnswersRight(Fault fault)
    {
        using FaultyReceiver receiver = FaultyReceiver.Start(fault);
        await using SampleProcess sample = await SampleProcess.StartAsync(new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.Address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_EXPORTER_OTLP_TIMEOUT"] = "1000",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
            ["OTEL_BSP_MAX_QUEUE_SIZE"] = "64", // and full in no time
            ["OTEL_BSP_MAX_EXPORT_BATCH_SIZE"] = "32",
        });

        string expected = await sample.Client.GetStringAsync("/orders/7");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => UseAsync()));

        Assert.True(fault == Fault.Absent || receiver.Connections > 0, "Nothing was ever sent.");
        int exit = await sample.StopAsync();
        Assert.True(exit == 0, sample.Output);
        Assert.DoesNotContain("Unhandled", sample.Output, StringComparison.Ordinal);

        async Task UseAsync()
        {
            for (int i = 0; i < 25; i++)
                Assert.Equal(expected, await sample.Client.GetStringAsync("/orders/7"));
        }
    }
}
