using System.Globalization;
using System.Text.Json.Nodes;

namespace AsyncProf.Testing.Fleets;

/// <summary>The Aspire dashboard's telemetry API: filters by resource alone, gives the newest, and sends who has no key to its login.</summary>
/// <param name="spans">What it holds.</param>
/// <param name="key">The key that it asks for; null for none.</param>
public sealed class AspireStandIn(IReadOnlyList<StandInSpan> spans, string? key = null) : StoreStandIn
{
    protected override StoreReply Reply(StoreRequest request)
    {
        if (request.Path == "/login")
            return StoreReply.Page();
        if (!request.Path.StartsWith("/api/telemetry/", StringComparison.Ordinal))
            return StoreReply.Text(404, "");
        if (key is not null && !request.Headers.ContainsKey("x-api-key"))
            return new StoreReply(302, "text/plain", [], "/login?returnUrl=%2F");
        if (key is not null && request.Headers["x-api-key"] != key)
            return StoreReply.Text(401, "");
        return request.Path switch
        {
            "/api/telemetry/resources" => StoreReply.Json(new JsonArray([.. Resources().Select(Described)]).ToJsonString()),
            "/api/telemetry/traces" => Traces(request),
            _ => StoreReply.Text(404, ""),
        };
    }

    private IEnumerable<(string Name, string Instance)> Resources() => spans.Select(span => (span.Service, span.Resource["service.instance.id"])).Distinct();

    private static string Shown((string Name, string Instance) resource) => $"{resource.Name}-{resource.Instance}";

    private static JsonNode Described((string Name, string Instance) resource) =>
        new JsonObject { ["name"] = resource.Name, ["instanceId"] = resource.Instance, ["displayName"] = Shown(resource), ["hasLogs"] = false, ["hasTraces"] = true, ["hasMetrics"] = false };

    private StoreReply Traces(StoreRequest request)
    {
        string? wanted = request.Query["resource"];
        if (wanted is not null && !Resources().Any(resource => Shown(resource) == wanted))
            return StoreReply.Json("""{"title":"Resource not found","status":404}""", 404);
        int limit = int.Parse(request.Query["limit"] ?? "100", CultureInfo.InvariantCulture);
        StandInSpan[][] found = [.. spans.GroupBy(span => span.Trace).Where(trace => wanted is null || trace.Any(span => Shown((span.Service, span.Resource["service.instance.id"])) == wanted)).OrderBy(trace => trace.Min(span => span.StartNs)).Select(trace => trace.ToArray())];
        StandInSpan[][] given = [.. found.TakeLast(limit)];
        return StoreReply.Json(new JsonObject { ["data"] = new JsonObject { ["resourceSpans"] = OtlpSpanText.Write(given.SelectMany(trace => trace)) }, ["totalCount"] = found.Length, ["returnedCount"] = given.Length }.ToJsonString());
    }
}
