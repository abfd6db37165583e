using AsyncProf.Decoding;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Exporters.Otlp;

/// <summary>What spans say of the process that they are of: the attributes of their resource.</summary>
/// <param name="Attributes">Texts and whole numbers.</param>
internal sealed record OtlpResource(IReadOnlyList<KeyValuePair<string, object?>> Attributes)
{
    /// <summary>The name of the scope, as that of the spans that an app makes itself.</summary>
    public const string Scope = "AsyncProf";

    private const string ServiceName = "service.name";

    /// <summary>The version of what makes the spans.</summary>
    public static string Version { get; } = typeof(OtlpResource).Assembly.GetName().Version?.ToString(3) ?? "";

    /// <summary>That of a recorded process.</summary>
    /// <param name="recorded">What is known of it.</param>
    /// <param name="given">What the user says of it; it goes first.</param>
    /// <param name="isRedacted">Whether what may say more than how the code works is left out.</param>
    public static OtlpResource Of(RecordedTrees recorded, IReadOnlyDictionary<string, string> given, bool isRedacted)
    {
        (string name, string runtime) = isRedacted ? ("", "") : recorded.Process();
        var attributes = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach ((string key, string value) in given)
            attributes[PlainText.Printable(key)] = PlainText.Printable(value);
        attributes.TryAdd(ServiceName, name.Length > 0 ? PlainText.Printable(name) : "unknown_service:dotnet");
        attributes.TryAdd("service.instance.id", SpanIds.Instance(recorded.Pid, recorded.Start).ToString());
        if (!isRedacted && recorded.Pid > 0)
            attributes.TryAdd("process.pid", recorded.Pid);
        attributes.TryAdd("process.runtime.name", ".NET");
        if (runtime.Length > 0)
            attributes.TryAdd("process.runtime.version", PlainText.Printable(runtime));
        attributes["telemetry.sdk.name"] = "asyncprof"; // that of OpenTelemetry is for OpenTelemetry's own
        attributes["telemetry.sdk.language"] = "dotnet";
        attributes["telemetry.sdk.version"] = Version;
        return new OtlpResource([.. attributes]);
    }
}
