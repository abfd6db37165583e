using System.Text.Json;

namespace AsyncProf.Fleets.Traces;

/// <summary>Reads spans as Jaeger's first API has them, which its page used: microseconds, tags, and processes by number.</summary>
internal static class LegacySpanReader
{
    private const long NsPerMicrosecond = 1_000;

    /// <summary>Reads the list <c>data</c>.</summary>
    /// <returns>How many traces it has.</returns>
    public static int Read(JsonElement data, SpanSet set)
    {
        int traces = 0;
        var fields = new SpanFields();
        foreach (JsonElement trace in JsonShape.Each(data))
        {
            traces++;
            Dictionary<string, StoredResource> processes = ProcessesOf(JsonShape.Of(trace, "processes"));
            foreach (JsonElement span in JsonShape.Each(trace, "spans"))
            {
                if (processes.TryGetValue(JsonShape.TextOf(span, "processID"), out StoredResource? resource) && Read(span, resource, fields) is { } read)
                    set.Add(read);
            }
        }

        return traces;
    }

    private static Dictionary<string, StoredResource> ProcessesOf(JsonElement processes)
    {
        var found = new Dictionary<string, StoredResource>(StringComparer.Ordinal);
        if (processes.ValueKind != JsonValueKind.Object)
            return found;
        foreach (JsonProperty process in processes.EnumerateObject().Where(process => JsonShape.NameOf(process) is not null))
        {
            var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (JsonElement tag in JsonShape.Each(process.Value, "tags").Take(StoredResource.MostAttributes))
                attributes[JsonShape.TextOf(tag, "key")] = JsonShape.TextOf(tag, "value");
            attributes[StoredResource.ServiceName] = JsonShape.TextOf(process.Value, "serviceName");
            found[process.Name] = new StoredResource(attributes);
        }

        return found;
    }

    private static StoredSpan? Read(JsonElement span, StoredResource resource, SpanFields fields)
    {
        fields.Clear();
        foreach (JsonElement tag in JsonShape.Each(span, "tags"))
            fields.Take(JsonShape.TextOf(tag, "key"), JsonShape.TextOf(tag, "value"));
        long start = Math.Min(JsonShape.NumberOf(span, "startTime"), long.MaxValue / 4 / NsPerMicrosecond) * NsPerMicrosecond;
        return fields.Of(
            new StoredSpan(JsonShape.TextOf(span, "traceID"), JsonShape.TextOf(span, "spanID"), ParentOf(span), resource)
            {
                Name = JsonShape.TextOf(span, "operationName"),
                StartNs = start,
                EndNs = start + (Math.Min(JsonShape.NumberOf(span, "duration"), long.MaxValue / 4 / NsPerMicrosecond) * NsPerMicrosecond),
            },
            null,
            isServer: false);
    }

    /// <summary>The span above: others that it follows are links.</summary>
    private static string ParentOf(JsonElement span)
    {
        string trace = JsonShape.TextOf(span, "traceID");
        JsonElement above = JsonShape.Each(span, "references").FirstOrDefault(reference => JsonShape.TextOf(reference, "refType") == "CHILD_OF" && JsonShape.TextOf(reference, "traceID") == trace);
        return JsonShape.TextOf(above, "spanID");
    }
}
