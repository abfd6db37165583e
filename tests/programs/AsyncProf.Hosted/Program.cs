using System.Globalization;
using AsyncProf;
using AsyncProf.Hosted;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

// end HOW [bare]: works, and ends in one of several ways while it does; bare is without the profiler.
// serve [bare]: answers lines; ends with its input. What is logged of the profiler goes to the standard error.
bool isBare = args is [.., "bare"];
HostApplicationBuilder builder = Host.CreateApplicationBuilder();
builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["AsyncProf:OverheadBudget"] = "1" });
builder.Logging.ClearProviders().AddProvider(new ErrorLog());
if (!isBare)
    builder.Services.AddAsyncProf();
using IHost host = builder.Build();
await host.StartAsync();
if (args is ["end", var how, ..])
    return await Ending.RunAsync(host, how, isBare);

await Console.Out.WriteLineAsync("ready");
while (await Console.In.ReadLineAsync() is { } line)
{
    await Console.Out.WriteLineAsync(line.Split(' ') switch
    {
        ["square", var number] => (await Load.SquareAsync(int.Parse(number, CultureInfo.InvariantCulture))).ToString(CultureInfo.InvariantCulture),
        ["status"] => Told.Of(AsyncProfiler.Status),
        ["allocated"] => GC.GetTotalAllocatedBytes(precise: true).ToString(CultureInfo.InvariantCulture),
        ["timers"] => Timer.ActiveCount.ToString(CultureInfo.InvariantCulture),
        ["stop"] => await Told.AfterAsync(host.StopAsync()),
        ["off"] => Told.AfterSetting(host, "false"),
        _ => "?",
    });
}

return 0;
