using System.Diagnostics;
using System.Globalization;
using AsyncProf;
using AsyncProf.Profiles;
using OpenTelemetry.Trace;

namespace Shop.Demo;

/// <summary>The demo: the app under real requests for a few seconds, then what the profiler saw.</summary>
internal static class DemoRun
{
    private const double WarmUpSeconds = 1;
    private const double Seconds = 4;
    private const string ProfilePath = "asyncprof-demo.pb.gz";
    private const string Shown = "GET /orders/{id:int}/invoice";

    public static async Task<int> RunAsync(WebApplication app)
    {
        await app.StartAsync();
        Uri address = app.Services.GetRequiredService<SelfAddress>().Uri;
        Console.WriteLine(FormattableString.Invariant($"The sample answers on {address}. Sending it requests for {Seconds} s …"));
        await SendRequestsAsync(address, WarmUpSeconds); // first calls are compiled, connections opened
        await using ProfilerScope scope = AsyncProfiler.Start(new ProfilerScopeOptions { ProcessWide = true });
        int sent = await SendRequestsAsync(address, Seconds);
        AsyncProfile profile = await scope.StopAsync();
        Print(profile.FoldFramework(), sent);
        profile.Save(ProfilePath, overwrite: true);
        await app.StopAsync();
        app.Services.GetService<TracerProvider>()?.ForceFlush(); // the last spans left when the app stopped
        await app.DisposeAsync();
        PrintWhereSpansWent();
        return sent > 0 ? 0 : 1;
    }

    private static async Task<int> SendRequestsAsync(Uri address, double seconds)
    {
        // `dotnet run` starts the app's own executable; `dotnet WebApi.dll` needs its path.
        string executable = Environment.ProcessPath!;
        string[] prefix = Path.GetFileNameWithoutExtension(executable) == "dotnet" ? [typeof(DemoRun).Assembly.Location] : [];
        var start = new ProcessStartInfo(executable) { RedirectStandardOutput = true };
        foreach (string argument in (string[])[.. prefix, "--load", address.ToString(), seconds.ToString(CultureInfo.InvariantCulture)])
            start.ArgumentList.Add(argument);
        using Process load = Process.Start(start)!;
        string output = await load.StandardOutput.ReadToEndAsync();
        await load.WaitForExitAsync();
        return int.TryParse(output, CultureInfo.InvariantCulture, out int sent) ? sent : 0;
    }

    private static void Print(AsyncProfile profile, int sent)
    {
        Console.WriteLine(FormattableString.Invariant($"{sent} requests were sent and answered. The app's calls to itself (/tax) come on top.\n"));
        Console.WriteLine("Requests and other roots, by elapsed time:\n");
        Console.WriteLine(TextReport.Roots(profile));
        Console.WriteLine("Async methods, by their own task time (waiting for a timer, a socket or a semaphore is the method's own):\n");
        Console.WriteLine(TextReport.Methods(profile));
        if (profile.Roots.FirstOrDefault(root => root.Name == Shown)?.Slowest is { } tree)
        {
            Console.WriteLine($"The slowest request of {Shown}, as a logical tree on the elapsed axis:\n");
            Console.WriteLine(TextReport.Tree(tree));
        }

        Console.WriteLine("How far these numbers can be trusted:\n");
        Console.WriteLine(TextReport.Quality(profile.Recording));
    }

    private static void PrintWhereSpansWent()
    {
        Console.WriteLine($"The profile is saved. To look into it:\n  dotnet run -c Release --project src/AsyncProf.Cli -- report {Path.GetFullPath(ProfilePath)} --view findings\n");
        string? endpoint = Environment.GetEnvironmentVariable(Tracing.EndpointVariable);
        Console.WriteLine(string.IsNullOrEmpty(endpoint)
            ? $"Spans: none were sent. Start Jaeger, set {Tracing.EndpointVariable}=http://localhost:4317 and run this again to see the tree of each request there."
            : $"Spans: sent to {endpoint}, as service \"shop\". In Jaeger, look for the operation \"{Shown}\".");
    }
}
