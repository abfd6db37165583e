using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AsyncProf.Testing.Fleets;

/// <summary>
/// Jaeger's query API: v3, or the one before it, each without the other. A search gives whole traces, the newest first, other services' spans among them; none is 404 in v3 and an empty list before.
/// </summary>
/// <param name="spans">What it holds.</param>
/// <param name="isLegacy">Whether it is the old one.</param>
public sealed class JaegerStandIn(IReadOnlyList<StandInSpan> spans, bool isLegacy = false) : StoreStandIn
{
    private const int MostTraces = 100_000;

    protected override StoreReply Reply(StoreRequest request) => (request.Path, isLegacy) switch
    {
        ("/api/v3/services", false) => StoreReply.Json(new JsonObject { ["services"] = Services() }.ToJsonString()),
        ("/api/v3/traces", false) => Search(request),
        ("/api/services", true) => StoreReply.Json(new JsonObject { ["data"] = Services(), ["total"] = 0, ["errors"] = null }.ToJsonString()),
        ("/api/traces", true) => LegacySearch(request),
        _ => StoreReply.Text(404, "404 page not found"),
    };

    private JsonArray Services() => [.. spans.Select(span => span.Service).Distinct().Append("jaeger").Select(name => (JsonNode)name)];

    private StoreReply Search(StoreRequest request)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (request.Method != "GET")
            return Error(405, "method not allowed");
        if (!DateTime.TryParse(request.Query["query.startTimeMin"], CultureInfo.InvariantCulture, Utc, out DateTime min) || !DateTime.TryParse(request.Query["query.startTimeMax"], CultureInfo.InvariantCulture, Utc, out DateTime max) || min >= max)
            return Error(400, "malformed parameter query.startTimeMin");
        if (!int.TryParse(request.Query["query.searchDepth"] ?? "100", CultureInfo.InvariantCulture, out int depth) || depth is < 1 or > MostTraces)
            return Error(500, "search depth must be greater than 0 and less than max traces");
        Dictionary<string, string> attributes = JsonSerializer.Deserialize<Dictionary<string, string>>(request.Query["query.attributes"] ?? "{}")!;
        StandInSpan[][] found = Found(request.Query["query.serviceName"], attributes, min, max, depth);
        return found.Length == 0 ? Error(404, "No traces found") : StoreReply.Json(new JsonObject { ["result"] = new JsonObject { ["resourceSpans"] = OtlpSpanText.Write(found.SelectMany(trace => trace)) } }.ToJsonString());
    }

    private StoreReply LegacySearch(StoreRequest request)
    {
        if (request.Query["service"] is not { Length: > 0 } service)
            return StoreReply.Json("""{"data":null,"total":0,"limit":0,"offset":0,"errors":[{"code":400,"msg":"parameter 'service' is required"}]}""", 400);
        Dictionary<string, string> tags = JsonSerializer.Deserialize<Dictionary<string, string>>(request.Query["tags"] ?? "{}")!;
        StandInSpan[][] found = Found(service, tags, Moment(request.Query["start"]!), Moment(request.Query["end"]!), int.Parse(request.Query["limit"] ?? "100", CultureInfo.InvariantCulture));
        return StoreReply.Json(new JsonObject { ["data"] = new JsonArray([.. found.Select(LegacyTrace)]), ["total"] = 0, ["limit"] = 0, ["offset"] = 0, ["errors"] = null }.ToJsonString());

        static DateTime Moment(string microseconds) => DateTime.UnixEpoch.AddTicks(long.Parse(microseconds, CultureInfo.InvariantCulture) * 10);
    }

    /// <summary>Traces with a span that all that was asked for holds of, whole.</summary>
    private StandInSpan[][] Found(string? service, Dictionary<string, string> attributes, DateTime min, DateTime max, int depth) =>
    [
        .. spans.GroupBy(span => span.Trace)
            .Where(trace => trace.Any(span => (service is null || span.Service == service) && span.Start >= min && span.Start <= max && attributes.All(wanted => Value(span, wanted.Key) == wanted.Value)))
            .OrderByDescending(trace => trace.Max(span => span.StartNs)).Take(depth).Select(trace => trace.ToArray()),
    ];

    private static string? Value(StandInSpan span, string key) =>
        span.Attributes.TryGetValue(key, out object? value) ? Convert.ToString(value, CultureInfo.InvariantCulture) : span.Resource.GetValueOrDefault(key);

    private static JsonNode LegacyTrace(StandInSpan[] trace)
    {
        var processes = new JsonObject();
        var numbers = new Dictionary<IReadOnlyDictionary<string, string>, string>();
        var written = new JsonArray();
        foreach (StandInSpan span in trace)
        {
            if (!numbers.TryGetValue(span.Resource, out string? process))
            {
                numbers.Add(span.Resource, process = $"p{numbers.Count + 1}");
                processes[process] = new JsonObject { ["serviceName"] = span.Service, ["tags"] = Tags(span.Resource.Where(tag => tag.Key != "service.name").Select(tag => new KeyValuePair<string, object>(tag.Key, tag.Value))) };
            }

            written.Add(new JsonObject
            {
                ["traceID"] = span.Trace,
                ["spanID"] = span.Id,
                ["operationName"] = span.Name,
                ["startTime"] = span.StartNs / 1000,
                ["duration"] = (span.EndNs - span.StartNs) / 1000,
                ["processID"] = process,
                ["logs"] = new JsonArray(),
                ["warnings"] = null,
                ["references"] = span.Parent.Length == 0 ? new JsonArray() : new JsonArray(new JsonObject { ["refType"] = "CHILD_OF", ["traceID"] = span.Trace, ["spanID"] = span.Parent }),
                ["tags"] = Tags(span.Attributes.Append(new("otel.scope.name", span.Scope))),
            });
        }

        return new JsonObject { ["traceID"] = trace[0].Trace, ["spans"] = written, ["processes"] = processes, ["warnings"] = null };
    }

    private static JsonArray Tags(IEnumerable<KeyValuePair<string, object>> tags) =>
    [
        .. tags.Select(tag => (JsonNode)(tag.Value switch
        {
            int number => new JsonObject { ["key"] = tag.Key, ["type"] = "int64", ["value"] = number },
            double number => new JsonObject { ["key"] = tag.Key, ["type"] = "float64", ["value"] = number },
            object text => new JsonObject { ["key"] = tag.Key, ["type"] = "string", ["value"] = (string)text },
        })),
    ];

    private static StoreReply Error(int status, string message) => StoreReply.Text(status, new JsonObject { ["error"] = new JsonObject { ["httpCode"] = status, ["message"] = message } }.ToJsonString());
}
