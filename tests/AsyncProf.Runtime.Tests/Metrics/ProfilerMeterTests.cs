using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using AsyncProf.Runtime.Tests.Live;
using AsyncProf.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AsyncProf.Runtime.Tests.Metrics;

[Collection(LiveCollection.Name)]
public class ProfilerMeterTests
{
    [Fact]
    public async Task Instruments_OfARunningApp_AreThoseOfTheDocsAndMove()
    {
        var values = new ConcurrentDictionary<string, double>();
        var units = new ConcurrentDictionary<string, string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name != "AsyncProf")
                return;
            units[instrument.Name] = instrument.Unit ?? "";
            self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => values[instrument.Name] = value);
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => values.AddOrUpdate(instrument.Name, value, (_, old) => Math.Max(old, value)));
        listener.Start();
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddAsyncProf();
        using IHost host = builder.Build();
        await host.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(static () => Thread.Sleep(2))));
        await Eventually.TrueAsync(() =>
        {
            listener.RecordObservableInstruments();
            return values.GetValueOrDefault("asyncprof.operations") >= 50 && values.ContainsKey("asyncprof.operation.ready");
        });
        await host.StopAsync();

        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "metrics.md"));
        Assert.All(units, pair => Assert.Contains($"| `{pair.Key}` | {pair.Value} |", page, StringComparison.Ordinal));
        Assert.Equal(units.Count, page.Split('\n').Count(line => line.StartsWith("| `asyncprof.", StringComparison.Ordinal)));
        Assert.True(values["asyncprof.events"] > 100);
        Assert.True(values["asyncprof.work"] > 0);
        Assert.Equal(0, values["asyncprof.faults"]);
        Assert.InRange(values["asyncprof.operation.ready"], 0.000001, 60);
    }
}
