using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;

namespace AsyncProf.Exporters.Otlp;

/// <summary>
/// Writes spans as the OTLP file format has them: JSON, one object with its resource a line, <see href="https://opentelemetry.io/docs/specs/otel/protocol/file-exporter/"/>. Ids are
/// hexadecimal, whole numbers of 64 bits are texts.
/// </summary>
internal static class OtlpJson
{
    private static readonly JsonWriterOptions Options = new() { SkipValidation = false };

    /// <summary>Writes one line.</summary>
    public static void WriteLine(OtlpResource resource, IReadOnlyList<OtlpSpan> spans, Stream output)
    {
        using (var json = new Utf8JsonWriter(output, Options))
        {
            json.WriteStartObject();
            json.WriteStartArray("resourceSpans");
            json.WriteStartObject();
            json.WriteStartObject("resource");
            WriteAttributes(json, resource.Attributes);
            json.WriteEndObject();
            json.WriteStartArray("scopeSpans");
            json.WriteStartObject();
            json.WriteStartObject("scope");
            json.WriteString("name", OtlpResource.Scope);
            json.WriteString("version", OtlpResource.Version);
            json.WriteEndObject();
            json.WriteStartArray("spans");
            foreach (OtlpSpan span in spans)
                Write(json, span);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    private static void Write(Utf8JsonWriter json, OtlpSpan span)
    {
        json.WriteStartObject();
        WriteTrace(json, span.Trace);
        WriteSpan(json, "spanId", span.Id);
        if (span.Parent != 0)
            WriteSpan(json, "parentSpanId", span.Parent);
        json.WriteString("name", span.Name);
        json.WriteNumber("kind", OtlpProto.KindOf(span));
        json.WriteString("startTimeUnixNano", span.Start.ToString(CultureInfo.InvariantCulture));
        json.WriteString("endTimeUnixNano", span.End.ToString(CultureInfo.InvariantCulture));
        WriteAttributes(json, span.Attributes);
        if (span.Link is { } link)
        {
            json.WriteStartArray("links");
            json.WriteStartObject();
            WriteTrace(json, link.Trace);
            WriteSpan(json, "spanId", link.Span);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        if (span.IsError)
        {
            json.WriteStartObject("status");
            json.WriteNumber("code", OtlpProto.Error);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteTrace(Utf8JsonWriter json, TraceId trace)
    {
        Span<byte> id = stackalloc byte[TraceId.Length];
        trace.CopyTo(id);
        json.WriteString("traceId", Convert.ToHexStringLower(id));
    }

    private static void WriteSpan(Utf8JsonWriter json, string name, long span)
    {
        Span<byte> id = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(id, span);
        json.WriteString(name, Convert.ToHexStringLower(id));
    }

    private static void WriteAttributes(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, object?>> attributes)
    {
        json.WriteStartArray("attributes");
        foreach ((string key, object? value) in attributes)
        {
            json.WriteStartObject();
            json.WriteString("key", key);
            json.WriteStartObject("value");
            switch (value)
            {
                case int number:
                    json.WriteString("intValue", number.ToString(CultureInfo.InvariantCulture));
                    break;
                case double number:
                    json.WriteNumber("doubleValue", number);
                    break;
                default:
                    json.WriteString("stringValue", (string?)value);
                    break;
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
