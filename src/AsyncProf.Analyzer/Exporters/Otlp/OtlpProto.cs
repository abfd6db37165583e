using System.Buffers.Binary;
using AsyncProf.Profiles.Otlp;
using AsyncProf.Profiles.Pprof;

namespace AsyncProf.Exporters.Otlp;

/// <summary>Writes spans as a protobuf <c>ExportTraceServiceRequest</c>: <see href="https://github.com/open-telemetry/opentelemetry-proto"/>.</summary>
internal sealed class OtlpProto
{
    /// <summary><c>STATUS_CODE_ERROR</c>.</summary>
    public const int Error = 2;

    private readonly ProtoWriter _request = new();
    private readonly ProtoWriter _resourceSpans = new();
    private readonly ProtoWriter _scopeSpans = new();
    private readonly ProtoWriter _span = new();
    private readonly ProtoWriter _part = new();
    private readonly ProtoWriter _value = new();

    /// <summary><c>SPAN_KIND_SERVER</c> or <c>SPAN_KIND_INTERNAL</c>.</summary>
    public static int KindOf(OtlpSpan span) => span.IsRequest ? 2 : 1;

    /// <summary>The request, valid until the next one.</summary>
    public ReadOnlySpan<byte> Write(OtlpResource resource, IReadOnlyList<OtlpSpan> spans)
    {
        foreach (ProtoWriter writer in (ProtoWriter[])[_request, _resourceSpans, _scopeSpans])
            writer.Clear();
        _span.Clear();
        Attributes(1, resource.Attributes);
        _resourceSpans.Message(1, _span);
        _part.Clear();
        _part.Text(1, OtlpResource.Scope);
        _part.Text(2, OtlpResource.Version);
        _scopeSpans.Message(1, _part);
        foreach (OtlpSpan span in spans)
        {
            Write(span);
            _scopeSpans.Message(2, _span);
        }

        _resourceSpans.Message(2, _scopeSpans);
        _request.Message(1, _resourceSpans);
        return _request.Written;
    }

    private void Write(OtlpSpan span)
    {
        _span.Clear();
        Trace(_span, span.Trace);
        Span(_span, 2, span.Id);
        if (span.Parent != 0)
            Span(_span, 4, span.Parent);
        _span.Text(5, span.Name);
        _span.Number(6, KindOf(span));
        _span.Fixed64(7, span.Start);
        _span.Fixed64(8, span.End);
        Attributes(9, span.Attributes);
        if (span.Link is { } link)
        {
            _part.Clear();
            Trace(_part, link.Trace);
            Span(_part, 2, link.Span);
            _span.Message(13, _part);
        }

        if (!span.IsError)
            return;
        _part.Clear();
        _part.Number(3, Error);
        _span.Message(15, _part);
    }

    private static void Trace(ProtoWriter into, TraceId trace)
    {
        Span<byte> id = stackalloc byte[TraceId.Length];
        trace.CopyTo(id);
        into.Bytes(1, id);
    }

    private static void Span(ProtoWriter into, int field, long span)
    {
        Span<byte> id = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(id, span);
        into.Bytes(field, id);
    }

    private void Attributes(int field, IReadOnlyList<KeyValuePair<string, object?>> attributes)
    {
        foreach ((string key, object? value) in attributes)
        {
            _value.Clear();
            OtlpValue.Write(_value, value ?? "");
            _part.Clear();
            _part.Text(1, key);
            _part.Message(2, _value);
            _span.Message(field, _part);
        }
    }
}
