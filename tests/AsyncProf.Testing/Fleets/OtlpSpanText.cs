using System.Globalization;
using System.Text.Json.Nodes;

namespace AsyncProf.Testing.Fleets;

/// <summary>Writes spans as OTLP has them in JSON: hexadecimal ids, times as texts, no default values; a list of resources one after the other, as traces come.</summary>
internal static class OtlpSpanText
{
    public static JsonArray Write(IEnumerable<StandInSpan> spans)
    {
        var resources = new JsonArray();
        foreach (StandInSpan span in spans) // one each: nobody promises that a process stands there once
        {
            var written = new JsonObject
            {
                ["traceId"] = span.Trace,
                ["spanId"] = span.Id,
                ["name"] = span.Name,
                ["kind"] = 1,
                ["startTimeUnixNano"] = span.StartNs.ToString(CultureInfo.InvariantCulture),
                ["endTimeUnixNano"] = span.EndNs.ToString(CultureInfo.InvariantCulture),
                ["attributes"] = new JsonArray([.. span.Attributes.Select(Attribute)]),
            };
            if (span.Parent.Length > 0)
                written["parentSpanId"] = span.Parent;
            resources.Add(new JsonObject
            {
                ["resource"] = new JsonObject { ["attributes"] = new JsonArray([.. span.Resource.Select(attribute => Attribute(new(attribute.Key, attribute.Value)))]) },
                ["scopeSpans"] = new JsonArray(new JsonObject { ["scope"] = new JsonObject { ["name"] = span.Scope }, ["spans"] = new JsonArray(written) }),
            });
        }

        return resources;
    }

    private static JsonNode Attribute(KeyValuePair<string, object> attribute) => new JsonObject
    {
        ["key"] = attribute.Key,
        ["value"] = attribute.Value switch
        {
            int number => new JsonObject { ["intValue"] = number.ToString(CultureInfo.InvariantCulture) },
            double number => new JsonObject { ["doubleValue"] = number },
            object text => new JsonObject { ["stringValue"] = (string)text },
        },
    };
}
