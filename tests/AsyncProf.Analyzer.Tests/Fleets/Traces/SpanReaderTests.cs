using System.Text.Json;
using AsyncProf.Fleets;
using AsyncProf.Fleets.Traces;

namespace AsyncProf.Analyzer.Tests.Fleets.Traces;

/// <summary>What a store says is read as far as it can be, and never more.</summary>
public class SpanReaderTests
{
    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("""[null, 1, "x", [], {"scopeSpans":7}, {"scopeSpans":[{"spans":[null,{"traceId":5,"spanId":[],"attributes":{}}]}]}]""")]
    [InlineData("""[{"resource":{"attributes":[{"key":"service.name"},{"value":{"stringValue":"x"}},{"key":7,"value":7}]},"scopeSpans":[{"scope":7,"spans":[{"attributes":[{"key":"asyncprof.detail","value":{"arrayValue":{}}}]}]}]}]""")]
    [InlineData("""[{"scopeSpans":[{"scope":{"name":"AsyncProf"},"spans":[{"traceId":"\ud800","spanId":"1"}]}]}]""")]
    public void Read_AnyShapeOfOtlp_IsNeverAnError(string json)
    {
        SpanSet set = Set();
        using JsonDocument document = JsonDocument.Parse(json);

        OtlpSpanReader.Read(document.RootElement, set);

        Assert.Equal(0, set.Count);
    }

    [Theory]
    [InlineData("null", 0)]
    [InlineData("7", 0)]
    [InlineData("""[null, 1, "x", [], {"spans":7,"processes":7}, {"spans":[null,7,{}],"processes":[]}]""", 0)]
    [InlineData("""[{"processes":{"p1":7,"p2":{"tags":[null,{"key":7}]}},"spans":[{"traceID":"a","spanID":"1","processID":"p1"},{"traceID":"a","spanID":"2","processID":"p2"}]}]""", 0)]
    [InlineData("""[{"processes":{"\ud800":{"serviceName":"shop"},"p1":{"serviceName":"shop"}},"spans":[SPAN]}]""", 1)]
    [InlineData("""[{"\ud800":7,"processes":{"p1":{"serviceName":"shop"}},"spans":[SPAN]}]""", 1)]
    [InlineData("""[{"processes":{"p1":{"serviceName":"shop","\ud800":7}},"spans":[SPAN]}]""", 1)]
    [InlineData("""[{"processes":{"p1":{"serviceName":"shop"}},"spans":[{"traceID":"\ud800"}, SPAN]}]""", 1)]
    [InlineData("""[{"processes":{"p1":{"serviceName":"shop"}},"spans":[{"traceID":"a","spanID":"1","processID":"p1","startTime":-1,"duration":99999999999999999999,"references":7,"tags":[{"key":"otel.scope.name","value":"AsyncProf"}]}]}]""", 1)]
    public void Read_AnyShapeOfTheOldApi_IsNeverAnError(string json, int traces)
    {
        SpanSet set = Set();
        using JsonDocument document = JsonDocument.Parse(json.Replace("SPAN", """{"traceID":"a","spanID":"1","processID":"p1","tags":[{"key":"otel.scope.name","value":"AsyncProf"}]}""", StringComparison.Ordinal));

        LegacySpanReader.Read(document.RootElement, set);

        Assert.Equal(traces, set.Count);
    }

    [Fact]
    public void Of_AnObjectWithANameThatIsNoText_IsNoError()
    {
        using JsonDocument document = JsonDocument.Parse("""{"\ud800aaaaaaaaaaaa":1}""");

        Assert.Equal(JsonValueKind.Undefined, JsonShape.Of(document.RootElement, "aaaaaaaaaaaaaaaaaa").ValueKind);
        Assert.Null(JsonShape.NameOf(document.RootElement.EnumerateObject().Single()));
    }

    [Theory]
    [InlineData("-5", 0)]
    [InlineData("9223372036854775807", 0)]
    [InlineData("99999999999999999999999", 0)]
    [InlineData("1e3", 0)]
    [InlineData("1000", 1000)]
    public void Read_ATimeThatCannotBe_IsNone(string time, long expected)
    {
        SpanSet set = Set();
        using JsonDocument document = JsonDocument.Parse("""[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},"scopeSpans":[{"scope":{"name":"asyncprof"},"spans":[{"traceId":"AB","spanId":"1","startTimeUnixNano":"TIME","endTimeUnixNano":"1"}]}]}]""".Replace("TIME", time, StringComparison.Ordinal));

        OtlpSpanReader.Read(document.RootElement, set);

        StoredSpan span = set.Traces.Single().Values.Single();
        Assert.Equal((expected, "ab", true), (span.StartNs, span.Trace, span.EndNs >= span.StartNs));
    }

    [Fact]
    public void Read_ATraceTwice_HoldsItOnce()
    {
        SpanSet set = Set();
        using JsonDocument document = JsonDocument.Parse("""[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},"scopeSpans":[{"scope":{"name":"AsyncProf"},"spans":[{"traceId":"ab","spanId":"1"},{"traceId":"ab","spanId":"2","parentSpanId":"1"}]}]}]""");

        OtlpSpanReader.Read(document.RootElement, set);
        OtlpSpanReader.Read(document.RootElement, set);

        Assert.Equal(2, set.Traces.Single().Count);
    }

    [Fact]
    public void Add_MoreSpansThanMayBe_IsAnErrorThatSaysWhatToDo()
    {
        var set = new SpanSet(FleetCase.Side("service=shop"), new FleetLimits { Spans = 1, Traces = 1 });
        var resource = new StoredResource(new Dictionary<string, string> { ["service.name"] = "shop" });
        set.Add(new StoredSpan("a", "1", "", resource));
        set.Add(new StoredSpan("b", "1", "", resource));

        Assert.True(set.IsCut);
        Assert.Contains("--traces", Assert.Throws<FleetException>(() => set.Add(new StoredSpan("a", "2", "", resource))).Message, StringComparison.Ordinal);
    }

    private static SpanSet Set() => new(FleetCase.Side("service=shop"), new FleetLimits());
}
