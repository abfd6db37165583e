using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace AsyncProf.Spans;

/// <summary>How large the SDK's queues are, by the settings that it reads itself; what code sets otherwise shows only by what is dropped.</summary>
/// <param name="Size">How many spans a queue takes.</param>
internal sealed record SdkQueueSettings(int Size)
{
    private const int DefaultSize = 2048;

    /// <summary>Those of this process.</summary>
    public static SdkQueueSettings Current { get; private set; } = From(Environment.GetEnvironmentVariable);

    /// <summary>Takes an app's configuration, in which the SDK looks as well.</summary>
    public static void Take(IConfiguration configuration) => Current = From(key => configuration[key] ?? Environment.GetEnvironmentVariable(key));

    /// <summary>The settings, or the SDK's defaults where they are none or make no sense.</summary>
    public static SdkQueueSettings From(Func<string, string?> setting) =>
        new(int.TryParse(setting("OTEL_BSP_MAX_QUEUE_SIZE"), NumberStyles.None, CultureInfo.InvariantCulture, out int size) && size > 0 ? size : DefaultSize);
}
