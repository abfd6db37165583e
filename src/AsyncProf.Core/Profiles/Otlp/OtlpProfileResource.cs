using AsyncProf.Profiles.Text;

namespace AsyncProf.Profiles.Otlp;

/// <summary>What a message says of the process that its profiles are of. Stores make labels of it, of which they take few.</summary>
internal static class OtlpProfileResource
{
    private const string ServiceName = "service.name";

    /// <summary>The attributes, in the order in which they are written.</summary>
    /// <param name="recording">What the recording knows.</param>
    /// <param name="given">What is said beside it; it goes first.</param>
    public static IReadOnlyList<KeyValuePair<string, object>> Of(RecordingInfo recording, IReadOnlyDictionary<string, string> given)
    {
        var attributes = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach ((string key, string value) in given)
            attributes[PlainText.Printable(key)] = PlainText.Printable(value);
        string process = PlainText.Printable(recording.Process), runtime = PlainText.Printable(recording.RuntimeVersion);
        attributes.TryAdd(ServiceName, process.Length > 0 ? process : "unknown_service:dotnet");
        if (process.Length > 0)
            attributes.TryAdd("process.executable.name", process);
        if (recording.Pid > 0)
            attributes.TryAdd("process.pid", (long)recording.Pid);
        attributes.TryAdd("process.runtime.name", ".NET");
        if (runtime.Length > 0)
            attributes.TryAdd("process.runtime.version", runtime);
        attributes["telemetry.sdk.name"] = "asyncprof"; // that of OpenTelemetry is for OpenTelemetry's own
        attributes["telemetry.sdk.language"] = "dotnet";
        attributes["telemetry.sdk.version"] = Version;
        return [.. attributes];
    }

    /// <summary>The version of what writes the message.</summary>
    public static string Version { get; } = typeof(OtlpProfileResource).Assembly.GetName().Version?.ToString(3) ?? "";
}
