using System.Diagnostics;
using Layers;

// [--calls N] [--seconds S] [--concurrency C] [--rate PER_SECOND] [--wait]: serves requests through many layers that repeat their short names, and says at
// its end, in one line of JSON, how often each method was called. With --wait it says "ready", answers every line, and works until its input ends.
LoadOptions options = LoadOptions.Parse(args);
using var listener = new ActivityListener
{
    ShouldListenTo = source => source.Name == "Layers",
    Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
};
ActivitySource.AddActivityListener(listener);
var load = new Load(options);
var routes = new Routes(new Mediator(new Services()));
if (options.Waits)
{
    Console.WriteLine("ready");
    var input = new Thread(Answer) { IsBackground = true };
    input.Start();
}

Task services = Task.WhenAll(new CleanupService().ExecuteAsync(load), new MetricsService().ExecuteAsync(load));

// Each on a thread of its own that waits for its request: nothing awaits the routes' methods, as nothing of an app's awaits a server's requests.
Thread[] clients = [.. Enumerable.Range(0, options.Concurrency).Select(_ => new Thread(Serve))];
Array.ForEach(clients, client => client.Start());
Array.ForEach(clients, client => client.Join());
await services;
Console.WriteLine(Tally.ToJson());

void Serve()
{
    while (load.Next() is >= 0 and var number)
    {
        load.Pace(number);
        routes.ServeAsync(number).GetAwaiter().GetResult();
    }
}

void Answer()
{
    while (Console.ReadLine() is not null)
        Console.WriteLine(Tally.ToJson());
    load.Stop();
}
