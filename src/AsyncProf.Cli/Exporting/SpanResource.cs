using AsyncProf.Exporters.Otlp;
using AsyncProf.Profiles.Text;
using AsyncProf.Spans;

namespace AsyncProf.Cli.Exporting;

/// <summary>What the user says of the process, by the variables that an OpenTelemetry SDK in it would read.</summary>
internal static class SpanResource
{
    public const string Host = "host.name";

    private const string NameVariable = "OTEL_SERVICE_NAME", AttributesVariable = "OTEL_RESOURCE_ATTRIBUTES";

    /// <summary>The spans that are wanted.</summary>
    /// <param name="isRedacted">Whether what may say more than how the code works is left out.</param>
    /// <param name="showAll">Whether the frameworks' own methods have spans.</param>
    public static OtlpOptions Options(bool isRedacted, bool showAll = false) => new()
    {
        Rules = SpanRules.Default with { IncludeFramework = showAll },
        IsRedacted = isRedacted,
        Resource = Read(Environment.GetEnvironmentVariable),
    };

    /// <summary>Those of a process on this machine.</summary>
    public static OtlpOptions OptionsHere(bool isRedacted)
    {
        OtlpOptions options = Options(isRedacted);
        return isRedacted || options.Resource.ContainsKey(Host)
            ? options
            : options with { Resource = new Dictionary<string, string>(options.Resource) { [Host] = Environment.MachineName } }; // without a host Jaeger suspects every clock
    }

    /// <summary>The attributes of a resource.</summary>
    public static IReadOnlyDictionary<string, string> Read(Func<string, string?> variable)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string key, string value) in EnvironmentPairs.ReadPlain(variable(AttributesVariable)))
            attributes[key] = value;
        if (variable(NameVariable) is { Length: > 0 } name)
            attributes["service.name"] = name;
        return attributes;
    }
}
