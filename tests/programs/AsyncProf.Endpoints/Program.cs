using AsyncProf.Endpoints;

// Answers on loopback until its input ends; asks itself for everything whenever it is told a line, but for "address", after which it says where it is. With the word "logging" it logs, as
// most apps do, so that requests have activities.
await using EndpointApp app = await EndpointApp.StartAsync(builder =>
{
    if (args is ["logging"])
        builder.Logging.SetMinimumLevel(LogLevel.Critical).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
});
Console.WriteLine("ready");
while (await Console.In.ReadLineAsync() is { } line)
{
    if (line == "address")
    {
        Console.WriteLine(app.Http1);
        continue;
    }

    await Calls.AskAllAsync(app);
    Console.WriteLine("asked");
}
