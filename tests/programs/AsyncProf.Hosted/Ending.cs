using System.Globalization;
using Microsoft.Extensions.Hosting;

namespace AsyncProf.Hosted;

/// <summary>The ways in which a process ends, all of them in the middle of its work.</summary>
internal static class Ending
{
    public static async Task<int> RunAsync(IHost host, string how, bool isBare)
    {
        Load.Begin();
        for (int waits = 0; !isBare && waits < 1000 && AsyncProfiler.Status.OperationsEnded == 0; waits++)
            await Task.Delay(10); // it tells how it is doing ten times a second
        for (int number = 1; number <= 20; number++)
            await Console.Out.WriteLineAsync((await Load.SquareAsync(number)).ToString(CultureInfo.InvariantCulture));
        await Console.Out.WriteLineAsync(isBare || AsyncProfiler.Status is { IsCapturing: true, EventsBy: "direct", Unsupported: null } ? "as expected" : Told.Of(AsyncProfiler.Status));
        switch (how)
        {
            case "exit":
                Environment.Exit(7);
                break;
            case "throw":
                throw new InvalidOperationException("on purpose");
            case "fail":
                Environment.FailFast("on purpose");
                break;
            case "thread":
                new Thread(static () => throw new InvalidOperationException("on purpose")).Start();
                await Task.Delay(Timeout.Infinite);
                break;
            case "wait":
                await Console.Out.WriteLineAsync("waiting");
                await host.WaitForShutdownAsync();
                await Console.Out.WriteLineAsync("shut down");
                break;
            case "stop":
                await host.StopAsync();
                break;
        }

        return 5;
    }
}
