using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AsyncProf.EndToEnd.Tests.Receiving;
using AsyncProf.EndToEnd.Tests.Receiving.Otlp;
using AsyncProf.Exporters.Otlp;
using Google.Protobuf;

namespace AsyncProf.Analyzer.Tests.Exporters.Otlp;

/// <summary>Spans as JSON say what they say as protobuf.</summary>
public partial class OtlpJsonTests
{
    private static readonly OtlpResource Resource = new([new("service.name", "shop \"1\""), new("process.pid", 4711)]);

    private static readonly OtlpSpan[] Spans =
    [
        new(new TraceId(0x0102, -1), 0x10, 0, "GET /</script>", 1_700_000_000_000_000_001, 1_700_000_000_000_000_999) { IsRequest = true, IsError = true },
        new(new TraceId(0x0102, -1), long.MinValue, 0x10, "A", 1_700_000_000_000_000_002, 1_700_000_000_000_000_003)
        {
            Attributes = [new("asyncprof.running", 0.25), new("asyncprof.awaits", 0), new("asyncprof.awaiting", "await Task.Delay")],
            Link = (new TraceId(7, 8), 9),
        },
    ];

    [Fact]
    public void WriteLine_OfSpans_IsOneLineWithIdsInHexadecimalAndLongNumbersAsText()
    {
        string text = Write();

        Assert.Equal(text.Length - 1, text.IndexOf('\n', StringComparison.Ordinal));
        JsonElement span = JsonDocument.Parse(text).RootElement.GetProperty("resourceSpans")[0].GetProperty("scopeSpans")[0].GetProperty("spans")[1];
        Assert.Equal("0000000000000102ffffffffffffffff", span.GetProperty("traceId").GetString());
        Assert.Equal("8000000000000000", span.GetProperty("spanId").GetString());
        Assert.Equal("1700000000000000002", span.GetProperty("startTimeUnixNano").GetString());
        Assert.Equal("0", span.GetProperty("attributes")[1].GetProperty("value").GetProperty("intValue").GetString());
    }

    /// <summary>The mapping of protobuf but for the ids, which it would have in base64.</summary>
    [Fact]
    public void WriteLine_OfSpans_IsWhatTheProtocolReads()
    {
        string text = Id().Replace(Write(), id => $"\"{id.Groups[1].Value}\":\"{Convert.ToBase64String(Convert.FromHexString(id.Groups[2].Value))}\"");
        byte[] proto = new OtlpProto().Write(Resource, Spans).ToArray();

        ExportTraceServiceRequest fromJson = JsonParser.Default.Parse<ExportTraceServiceRequest>(text), fromProto = ExportTraceServiceRequest.Parser.ParseFrom(proto);

        Assert.Equal(fromProto, fromJson);
        Assert.Equal(fromProto.ToByteArray().Length, proto.Length);
        ReceivedSpan[] read = [.. ReceivedSpan.Read(fromProto)];
        Assert.Equal(("GET /</script>", 2, 2, "AsyncProf"), (read[0].Name, read[0].Kind, read[0].Status, read[0].Scope));
        Assert.Equal((0.25, 0L, "await Task.Delay"), (read[1].Attributes["asyncprof.running"].DoubleValue, read[1].Attributes["asyncprof.awaits"].IntValue, read[1].Attributes["asyncprof.awaiting"].StringValue));
        Assert.Equal(("00000000000000070000000000000008", "0000000000000009"), Assert.Single(read[1].Links));
    }

    private static string Write()
    {
        using var output = new MemoryStream();
        OtlpJson.WriteLine(Resource, Spans, output);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    [GeneratedRegex("\"(traceId|spanId|parentSpanId)\":\"([0-9a-f]+)\"")]
    private static partial Regex Id();
}
