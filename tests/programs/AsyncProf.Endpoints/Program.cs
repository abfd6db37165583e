using AsyncProf.Endpoints;

// Answers on loopback until its input ends; asks itself for everything whenever it is told a line.
await using EndpointApp app = await EndpointApp.StartAsync(static _ => { });
Console.WriteLine("ready");
while (await Console.In.ReadLineAsync() is not null)
{
    await Calls.AskAllAsync(app);
    Console.WriteLine("asked");
}
