using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Trace;
using Shop;
using Shop.Demo;

if (args is ["--load", var target, var seconds])
    return await LoadGenerator.RunAsync(new Uri(target), TimeSpan.FromSeconds(double.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture)));

bool demo = args.Contains("--demo");
WebApplicationBuilder builder = WebApplication.CreateBuilder([.. args.Where(arg => arg != "--demo")]);
if (demo)
    builder.UseDemoSettings();

// The profiler: this line captures; the next turns what it captured into spans, where there is somebody to send them to.
builder.Services.AddAsyncProf();
using TracerProvider? tracing = Tracing.Start(builder.Configuration);

builder.Services.AddShop(builder.Configuration);
WebApplication app = builder.Build();
app.UseRequestNames();
app.MapShop();

if (demo)
    return await DemoRun.RunAsync(app, tracing);
await app.RunAsync();
return 0;
