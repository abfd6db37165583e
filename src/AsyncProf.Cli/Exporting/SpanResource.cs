using AsyncProf.Exporters.Otlp;
using AsyncProf.Spans;

namespace AsyncProf.Cli.Exporting;

/// <summary>What the user says of the process, by the variables that an OpenTelemetry SDK in it would read.</summary>
internal static class SpanResource
{
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

    /// <summary>The attributes of a resource: pairs with commas between, percent-encoded where they need it. What is no pair is passed over, as SDKs do.</summary>
    public static IReadOnlyDictionary<string, string> Read(Func<string, string?> variable)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string pair in (variable(AttributesVariable) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            int at = pair.IndexOf('=', StringComparison.Ordinal);
            if (at > 0 && pair[..at].Trim() is { Length: > 0 } key)
                attributes[key] = Uri.UnescapeDataString(pair[(at + 1)..].Trim());
        }

        if (variable(NameVariable) is { Length: > 0 } name)
            attributes["service.name"] = name;
        return attributes;
    }
}
