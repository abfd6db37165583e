using System.Text.Json;

namespace AsyncProf.Fleets.Traces;

/// <summary>
/// Reads spans as OTLP has them in JSON: <see href="https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding"/>. Ids are hexadecimal, 64-bit numbers texts, and what has its
/// default value is left out. What has another shape is passed over.
/// </summary>
internal static class OtlpSpanReader
{
    private const int Error = 2, Server = 2;

    /// <summary>Reads the list <c>resourceSpans</c>; of several traces, in any order.</summary>
    /// <returns>How many traces it has, whoever's.</returns>
    public static int Read(JsonElement resourceSpans, SpanSet set)
    {
        var traces = new HashSet<string>(StringComparer.Ordinal);
        var fields = new SpanFields();
        foreach (JsonElement ofResource in JsonShape.Each(resourceSpans))
        {
            StoredResource resource = ResourceOf(ofResource);
            foreach (JsonElement ofScope in JsonShape.Each(ofResource, "scopeSpans"))
            {
                string scope = JsonShape.TextOf(JsonShape.Of(ofScope, "scope"), "name");
                foreach (JsonElement span in JsonShape.Each(ofScope, "spans"))
                {
                    traces.Add(JsonShape.TextOf(span, "traceId"));
                    if (Read(span, scope, resource, fields) is { } read)
                        set.Add(read);
                }
            }
        }

        return traces.Count;
    }

    private static StoredResource ResourceOf(JsonElement ofResource)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (JsonElement attribute in JsonShape.Each(JsonShape.Of(ofResource, "resource"), "attributes").Take(StoredResource.MostAttributes))
            attributes[JsonShape.TextOf(attribute, "key")] = ValueOf(attribute);
        return new StoredResource(attributes);
    }

    private static StoredSpan? Read(JsonElement span, string scope, StoredResource resource, SpanFields fields)
    {
        fields.Clear();
        foreach (JsonElement attribute in JsonShape.Each(span, "attributes"))
            fields.Take(JsonShape.TextOf(attribute, "key"), ValueOf(attribute));
        long start = JsonShape.NumberOf(span, "startTimeUnixNano");
        return fields.Of(
            new StoredSpan(JsonShape.TextOf(span, "traceId").ToLowerInvariant(), JsonShape.TextOf(span, "spanId").ToLowerInvariant(), JsonShape.TextOf(span, "parentSpanId").ToLowerInvariant(), resource)
            {
                Name = JsonShape.TextOf(span, "name"),
                StartNs = start,
                EndNs = Math.Max(start, JsonShape.NumberOf(span, "endTimeUnixNano")),
                IsError = JsonShape.NumberOf(JsonShape.Of(span, "status"), "code") == Error,
            },
            scope,
            JsonShape.NumberOf(span, "kind") == Server);
    }

    /// <summary>The value of an attribute as a text; of lists and maps none.</summary>
    private static string ValueOf(JsonElement attribute)
    {
        JsonElement value = JsonShape.Of(attribute, "value");
        foreach (string kind in (ReadOnlySpan<string>)["stringValue", "intValue", "doubleValue", "boolValue"])
        {
            JsonElement found = JsonShape.Of(value, kind);
            if (found.ValueKind != JsonValueKind.Undefined)
                return JsonShape.Plain(found);
        }

        return "";
    }
}
