using AsyncProf.EndToEnd.Tests.Jaeger;
using AsyncProf.EndToEnd.Tests.Receiving;
using AsyncProf.Events;
using AsyncProf.Exporters.Otlp;
using AsyncProf.Symbols.Metadata;
using AsyncProf.Testing.Names;
using AsyncProf.Testing.Simulation;
using static AsyncProf.Testing.Simulation.ScriptedRequest;

namespace AsyncProf.Analyzer.Tests.Exporters.Otlp;

/// <summary>Which spans the roots of a recording become, and whose ids they have.</summary>
public class TreeSpansTests
{
    private const string Trace = "00000000000001020000000000000001", Request = "0000000000000001";

    [Fact]
    public void Request_WhoseIdsAreTold_KeepsThemAndIsTheRootOfItsOperations()
    {
        IReadOnlyList<ReceivedSpan> spans = ScriptedSpans.Of(new ScriptedRequest(), s => Sequence(s, "A", "B"));

        ReceivedSpan request = spans[0];
        Assert.Equal((Trace, Request, "", "GET /", 2), (request.TraceId, request.SpanId, request.ParentId, request.Name, request.Kind));
        Assert.Equal(["A", "B"], spans.Skip(1).Select(span => span.Name));
        Assert.All(spans.Skip(1), span => Assert.Equal((Trace, Request, 1), (span.TraceId, span.ParentId, span.Kind)));
        Assert.All(spans.Skip(1), span => Assert.InRange(span.Duration.TotalMilliseconds, 9.99, 10.01));
        Assert.InRange(DateTime.UnixEpoch.AddTicks(request.Start / 100), BaseUtc, BaseUtc.AddSeconds(1));
        Assert.Equal("full", request.Attributes["asyncprof.detail"].StringValue);
        Assert.False(request.Attributes.ContainsKey("code.function.name"));
        Assert.Empty(JaegerLint.Check(spans, 512, isFromOutside: true));
    }

    [Fact]
    public void Request_ThatTheProcessExportsItself_IsNotWrittenAgain()
    {
        var tally = new SpanTally();

        IReadOnlyList<ReceivedSpan> spans = ScriptedSpans.Of(new ScriptedRequest { Flags = EntryFlags.Exported }, s => Sequence(s, "A", "B"), tally: tally);

        Assert.Equal(["A", "B"], spans.Select(span => span.Name));
        Assert.All(spans, span => Assert.Equal((Trace, Request), (span.TraceId, span.ParentId)));
        Assert.Equal((1, 2, 1), (tally.Traces, tally.Spans, tally.Below));
    }

    [Fact]
    public void Roots_OfAnAppThatSendsTheirSpansItself_AreLeftToIt()
    {
        var tally = new SpanTally();

        IReadOnlyList<ReceivedSpan> spans = ScriptedSpans.Of(new ScriptedRequest { Flags = EntryFlags.Exported | EntryFlags.Promised }, Mail, tally: tally);

        Assert.Empty(spans);
        Assert.Equal((0, 2), (tally.Traces, tally.Left));
    }

    [Fact]
    public void Request_OfACallerThatRecords_HangsBelowItsSpan() =>
        Assert.Equal("0000000000000ABC", ScriptedSpans.Of(new ScriptedRequest { Parent = 0xABC }, s => Sequence(s, "A"))[0].ParentId);

    [Fact]
    public void Requests_WhoseIdsAreNotTold_AreTracesOfTheirOwnWithTheSameIdsEachTime()
    {
        IReadOnlyList<ReceivedSpan> spans = Read(), again = Read();

        Assert.Equal(["GET /", "A", "GET /", "A"], spans.Select(span => span.Name));
        Assert.Equal(2, spans.Select(span => span.TraceId).Distinct().Count());
        Assert.Equal(4, spans.Select(span => span.SpanId).Distinct().Count());
        Assert.Equal(spans.Select(span => (span.TraceId, span.SpanId, span.ParentId)), again.Select(span => (span.TraceId, span.SpanId, span.ParentId)));
        Assert.Equal(new[] { spans[0].SpanId, spans[2].SpanId }, new[] { spans[1].ParentId, spans[3].ParentId });
        Assert.Empty(JaegerLint.Check(spans, 512, isFromOutside: true));

        static IReadOnlyList<ReceivedSpan> Read() => ScriptedSpans.Of(new ScriptedRequest { HasIds = false }, s => [.. Sequence(s, "A"), .. Sequence(s, "A")]);
    }

    [Fact]
    public void Request_ThatAwaitsNothingOfTheApps_IsASpanAllTheSame()
    {
        IReadOnlyList<ReceivedSpan> spans = ScriptedSpans.Of(new ScriptedRequest(), s => Sequence(s));

        Assert.Equal("GET /", Assert.Single(spans).Name);
    }

    [Fact]
    public void Operation_ThatOutlivesItsRequest_IsATraceWithALinkToIt()
    {
        IReadOnlyList<ReceivedSpan> spans = ScriptedSpans.Of(new ScriptedRequest(), Mail);

        ReceivedSpan mail = Assert.Single(spans, span => span.Name == "Mail");
        Assert.Equal("", mail.ParentId);
        Assert.NotEqual(Trace, mail.TraceId);
        Assert.Equal((Trace, Request), Assert.Single(mail.Links));
        Assert.Empty(JaegerLint.Check(spans, 512, isFromOutside: true));
    }

    [Fact]
    public void Loop_ThatServesTheRequests_IsNoTraceIfItIsOfTheFramework() =>
        Assert.DoesNotContain(ScriptedSpans.Of(new ScriptedRequest(), s => Sequence(s, "A")), span => span.Name == "Loop");

    [Fact]
    public void Clock_ThatWasSetAfterTheRecordingBegan_IsTiedToTheRequest()
    {
        IReadOnlyList<ReceivedSpan> spans = ScriptedSpans.Of(new ScriptedRequest { Behind = TimeSpan.FromHours(2) }, s => Sequence(s, "A", "B"));

        Assert.InRange(DateTime.UnixEpoch.AddTicks(spans[0].Start / 100), BaseUtc.AddHours(-2), BaseUtc.AddHours(-2).AddSeconds(1));
        Assert.Empty(JaegerLint.Check(spans, 512, isFromOutside: true));
    }

    [Fact]
    public void Times_ThatAreNoTimes_AreThoseOfTheRecording()
    {
        IReadOnlyList<ReceivedSpan> spans = ScriptedSpans.Of(new ScriptedRequest { Behind = TimeSpan.FromDays(365 * 1000) }, s => Sequence(s, "A"));

        Assert.Equal(["GET /", "A"], spans.Select(span => span.Name));
        Assert.All(spans, span => Assert.InRange(DateTime.UnixEpoch.AddTicks(span.Start / 100), BaseUtc, BaseUtc.AddSeconds(1)));
        Assert.All(spans, span => Assert.True(span.End > span.Start));
    }

    [Fact]
    public void Names_OfAnything_ArePrintable()
    {
        foreach (string name in EvilNames.All.Values)
        {
            var script = new ScriptedRequest();
            script.Methods.Tell(script.Names.Intern("Async: <A>d__0"), new MethodName { Type = name, Name = "A" });

            ReceivedSpan span = Assert.Single(ScriptedSpans.Of(script, s => Sequence(s, "A")), span => span.ParentId.Length > 0);

            Assert.DoesNotContain(span.Name + span.Attributes["code.function.name"].StringValue, letter => char.IsControl(letter) || letter is '\u202E' or '\u2066');
        }
    }

    [Fact]
    public void Redacted_ToldNames_AreThoseOfTheCodeAlone()
    {
        IReadOnlyList<ReceivedSpan> spans = ScriptedSpans.Of(new ScriptedRequest(), Private, ScriptedSpans.Options with { IsRedacted = true });

        Assert.Equal(["GET (path)", "A"], spans.Select(span => span.Name));
        Assert.Equal("unknown_service:dotnet", spans[0].Resource["service.name"]);
        Assert.False(spans[0].Resource.ContainsKey("process.pid"));
    }

    private static IEnumerable<Step> Private(Simulator s)
    {
        yield return new Step.Yield();
        yield return new Step.Mark(true, 1, "GET /customers/alice");
        yield return new Step.Await(s.Method("A", Sleep(s, 10 * Ms)));
        yield return new Step.Mark(false, 1, "GET /customers/alice");
    }

    private static IEnumerable<Step> Mail(Simulator s)
    {
        yield return new Step.Yield();
        yield return new Step.Mark(true, 1, "GET /");
        yield return new Step.Start(s.Method("Mail", [.. Sleep(s, 30 * Ms), .. Sleep(s, 70 * Ms)]));
        yield return new Step.Await(s.Method("A", Sleep(s, 10 * Ms)));
        yield return new Step.Mark(false, 1, "GET /");
    }
}
