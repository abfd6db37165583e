using System.Globalization;
using System.Text.Json;

namespace AsyncProf.External.Tests.Dashboards;

/// <summary>A span as the dashboard's API tells it, in OTLP's JSON. Times are nanoseconds since 1970.</summary>
internal sealed record TelemetrySpan(string TraceId, string SpanId, string ParentId, string Name, long Start, long End)
{
    public required string Service { get; init; }

    public required string Scope { get; init; }

    public required IReadOnlyDictionary<string, string> Attributes { get; init; }

    public required IReadOnlyList<(string TraceId, string SpanId)> Links { get; init; }

    public string Function => Attributes.GetValueOrDefault("code.function.name", "");

    public bool IsRequest => Scope == "Microsoft.AspNetCore";

    public bool IsOfAsyncProf => Scope == "AsyncProf";

    public override string ToString() => $"{Name} {SpanId} below {ParentId} in {TraceId}";

    public static IEnumerable<TelemetrySpan> Read(JsonElement answer) =>
        from resource in Items(answer.GetProperty("data"), "resourceSpans")
        let service = ReadAttributes(resource.GetProperty("resource"))["service.name"]
        from scope in Items(resource, "scopeSpans")
        from span in Items(scope, "spans")
        select Read(span, service, Text(scope.GetProperty("scope"), "name"));

    private static TelemetrySpan Read(JsonElement span, string service, string scope) => new(
        Text(span, "traceId"), Text(span, "spanId"), Text(span, "parentSpanId"), Text(span, "name"), Number(span, "startTimeUnixNano"), Number(span, "endTimeUnixNano"))
    {
        Service = service,
        Scope = scope,
        Attributes = ReadAttributes(span),
        Links = [.. Items(span, "links").Select(link => (Text(link, "traceId"), Text(link, "spanId")))],
    };

    private static Dictionary<string, string> ReadAttributes(JsonElement owner) =>
        Items(owner, "attributes").ToDictionary(pair => Text(pair, "key"), pair => pair.GetProperty("value").EnumerateObject().First().Value.ToString());

    private static IEnumerable<JsonElement> Items(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out JsonElement list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];

    private static string Text(JsonElement owner, string name) => owner.TryGetProperty(name, out JsonElement value) ? value.ToString() : "";

    private static long Number(JsonElement owner, string name) => long.Parse(Text(owner, name), CultureInfo.InvariantCulture);
}
