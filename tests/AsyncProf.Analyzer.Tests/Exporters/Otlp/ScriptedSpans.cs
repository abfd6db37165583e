using AsyncProf.Building;
using AsyncProf.Decoding;
using AsyncProf.EndToEnd.Tests.Receiving;
using AsyncProf.EndToEnd.Tests.Receiving.Otlp;
using AsyncProf.Exporters.Otlp;
using AsyncProf.Symbols.Awaits;
using AsyncProf.Symbols.Metadata;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Analyzer.Tests.Exporters.Otlp;

/// <summary>Spans of simulated requests, as a receiver reads them.</summary>
internal static class ScriptedSpans
{
    public static readonly OtlpOptions Options = new() { Resource = new Dictionary<string, string> { ["host.name"] = "here" } };

    /// <summary>What is known of the process that a script stands for, whose clock is tied where a script begins.</summary>
    public static RecordedTrees Recorded(ScriptedRequest script, TimeSpan behind = default) =>
        new(script.Names, script.Methods, new AwaitTable(script.Names, script.Methods, new NoAwaits()), TickClock.Stopwatch, 4711, 17)
        {
            Process = () => ("shop", "10.0.1"),
            Moment = () => new RecordedMoment(0, (ScriptedRequest.BaseUtc - behind).Ticks),
        };

    /// <summary>Plays requests and reads what is sent of them.</summary>
    public static IReadOnlyList<ReceivedSpan> Of(ScriptedRequest script, Func<Simulator, IEnumerable<Step>> steps, OtlpOptions? options = null, SpanTally? tally = null)
    {
        script.Methods.Tell(script.Names.Intern("Async: <Loop>d__0"), new MethodName { Type = "Microsoft.Server", Name = "Loop" }); // what serves requests is the framework's
        List<ReceivedSpan> received = [];
        var proto = new OtlpProto();
        var spans = new RecordedSpans(options ?? Options, (resource, batch) => received.AddRange(ReceivedSpan.Read(ExportTraceServiceRequest.Parser.ParseFrom(proto.Write(resource, batch)))));
        script.Play(steps, spans.Next(Recorded(script)));
        spans.Flush();
        if (tally is not null)
            (tally.Traces, tally.Spans, tally.Below, tally.Left) = (spans.Tally.Traces, spans.Tally.Spans, spans.Tally.Below, spans.Tally.Left);
        return received;
    }
}
