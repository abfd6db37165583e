using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AsyncProf.Hosted;

/// <summary>What the app tells of its profiler, in one line.</summary>
internal static class Told
{
    /// <summary>Whether it captures, by what, what it cannot, what it has seen, and its failures.</summary>
    public static string Of(ProfilerStatus status) =>
        FormattableString.Invariant($"{(status.IsCapturing ? "on" : "off")}|{status.EventsBy}|{status.Unsupported}|{status.OperationsEnded}|{status.LostEvents}|{status.Faults}");

    public static async Task<string> AfterAsync(Task task)
    {
        await task;
        return Of(AsyncProfiler.Status);
    }

    /// <summary>Sets the profiler's option Enabled, as an edit of the app's settings does.</summary>
    public static string AfterSetting(IHost host, string isEnabled)
    {
        var configuration = (IConfigurationRoot)host.Services.GetRequiredService<IConfiguration>();
        configuration["AsyncProf:Enabled"] = isEnabled;
        configuration.Reload();
        return Of(AsyncProfiler.Status);
    }
}
