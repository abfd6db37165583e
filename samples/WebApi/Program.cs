using Shop;
using Shop.Demo;

if (args is ["--load", var target, var seconds])
    return await LoadGenerator.RunAsync(new Uri(target), TimeSpan.FromSeconds(double.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture)));

bool demo = args.Contains("--demo");
WebApplicationBuilder builder = WebApplication.CreateBuilder([.. args.Where(arg => arg != "--demo")]);
if (demo)
    builder.UseDemoSettings();

// The profiler: the first line records, the second exports what was recorded as spans if there is a receiver.
builder.Services.AddAsyncProf();
builder.Services.AddTracing(builder.Configuration);

builder.Services.AddShop(builder.Configuration);
WebApplication app = builder.Build();
app.UseRequestErrors();
app.MapShop();
app.MapAsyncProf(); // profiles can be fetched from it, on this machine

if (demo)
    return await DemoRun.RunAsync(app);
await app.RunAsync();
return 0;
