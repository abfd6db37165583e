using System.Text;
using System.Text.Json;
using AsyncProf.Analyzer.Tests.Exporters.Otlp;
using AsyncProf.Budgets;
using AsyncProf.Building;
using AsyncProf.Diffing.Runs;
using AsyncProf.Events;
using AsyncProf.Exporters.Otlp;
using AsyncProf.Fleets;
using AsyncProf.Fleets.Traces;
using AsyncProf.Profiles;
using AsyncProf.Symbols.Metadata;
using AsyncProf.Testing.Simulation;
using MethodKey = AsyncProf.Diffing.Runs.MethodKey;
using static AsyncProf.Testing.Simulation.ScriptedRequest;

namespace AsyncProf.Analyzer.Tests.Fleets.Traces;

/// <summary>Spans as AsyncProf writes them, read back: they say what the profile of the same requests says.</summary>
public class RoundTripTests
{
    private static readonly RootKey Root = new("request", "GET /");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Read_SpansOfOurOwnExport_SayWhatTheProfileSays(bool isExportedByTheApp)
    {
        RunMeasures told = RunReader.Read(ProfileOf(), "profile"), read = RunReader.Read((await ReadAsync(isExportedByTheApp)).Units.Single().Profile, "spans");

        (RootMeasures expected, RootMeasures root) = (told.Roots[Root], read.Roots[Root]);
        Assert.Equal((3, 3), (expected.Count, root.Count));
        Assert.Equal(expected.Elapsed.TotalNs, root.Elapsed.TotalNs, 20_000.0);
        Assert.Equal(expected.Methods.Keys.Order(), root.Methods.Keys.Order());
        foreach ((MethodKey key, MethodMeasures method) in expected.Methods.Where(method => method.Key.Kind == FrameKind.Method))
        {
            MethodMeasures found = root.Methods[key];
            Assert.Equal(method.Calls, found.Calls);
            Assert.Equal(method.ElapsedSelf.TotalNs, found.ElapsedSelf.TotalNs, 10_000.0);
            Assert.Equal(method.TaskSelf.WaitingNs, found.TaskSelf.WaitingNs, 10_000.0);
            Assert.Equal(method.TaskSelf.RunningNs, found.TaskSelf.RunningNs, 10_000.0);
            Assert.Equal(method.Waits.All.Select(wait => wait.Key), found.Waits.All.Select(wait => wait.Key));
        }
    }

    /// <summary>Three requests: A waits and runs, and awaits B, which waits; then C beside D, of which one counts.</summary>
    private static IEnumerable<Step> Requests(Simulator s)
    {
        for (int request = 1; request <= 3; request++)
        {
            yield return new Step.Yield();
            yield return new Step.Mark(true, request, "GET /");
            yield return new Step.Await(s.Method("A", Nested(s)));
            yield return new Step.Await(s.Method("C", Sleep(s, 7 * Ms)));
            yield return new Step.Mark(false, request, "GET /");
        }
    }

    private static IEnumerable<Step> Nested(Simulator s)
    {
        yield return new Step.Await(s.Delay(10 * Ms));
        yield return new Step.Burn(5 * Ms);
        yield return new Step.Await(s.Method("B", Sleep(s, 20 * Ms)));
    }

    private static AsyncProfile ProfileOf()
    {
        var script = new ScriptedRequest();
        var builder = new ProfileBuilder(script.Names, script.Methods, TickClock.Stopwatch);
        script.Play(Requests, builder);
        return builder.Build(new RecordingInfo());
    }

    private static async Task<FleetUnits> ReadAsync(bool isExportedByTheApp)
    {
        var script = new ScriptedRequest { Flags = isExportedByTheApp ? EntryFlags.Exported : default };
        script.Methods.Tell(script.Names.Intern("Async: <Loop>d__0"), new MethodName { Type = "Microsoft.Server", Name = "Loop" });
        Selector selector = Selector.Parse("--base", "host.name=here", null, null, BaseUtc.AddHours(1));
        var set = new SpanSet(selector, new FleetLimits());
        var sent = new RecordedSpans(ScriptedSpans.Options, (resource, batch) =>
        {
            Read(resource, batch, OtlpResource.Scope, set);
            if (isExportedByTheApp)
                Read(resource, [.. OwnOf(batch)], "Microsoft.AspNetCore", set);
        });
        script.Play(Requests, sent.Next(ScriptedSpans.Recorded(script)));
        sent.Flush();
        return await new TraceSide("the test", selector, set).ReadAsync(new UnitPlan(1), new MemoryBudget(1 << 28), CancellationToken.None);
    }

    private static void Read(OtlpResource resource, IReadOnlyList<OtlpSpan> spans, string scope, SpanSet set)
    {
        using var json = new MemoryStream();
        OtlpJson.WriteLine(resource, spans, json);
        using JsonDocument document = JsonDocument.Parse(Encoding.UTF8.GetString(json.ToArray()).Replace($"\"{OtlpResource.Scope}\"", $"\"{scope}\"", StringComparison.Ordinal));
        OtlpSpanReader.Read(document.RootElement.GetProperty("resourceSpans"), set);
    }

    /// <summary>The requests' own spans as an app sends them that knows nothing of us: from the first of its operations to the last.</summary>
    private static IEnumerable<OtlpSpan> OwnOf(IReadOnlyList<OtlpSpan> batch) => batch.GroupBy(span => span.Trace).Select(trace => new OtlpSpan(trace.Key, trace.First().Parent, 0, "GET /", trace.Min(span => span.Start), trace.Max(span => span.End)) { IsRequest = true });
}
