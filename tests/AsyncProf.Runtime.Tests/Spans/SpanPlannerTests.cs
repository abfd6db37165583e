using AsyncProf.Attribution;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Spans;
using AsyncProf.Stitching;
using AsyncProf.Symbols;
using AsyncProf.Testing;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Runtime.Tests.Spans;

/// <summary>Which spans a request gets. The virtual clock's tick stands for a tick of the stopwatch, so times are scaled to it.</summary>
public class SpanPlannerTests
{
    private static readonly long Ms = System.Diagnostics.Stopwatch.Frequency / 1000;

    [Fact]
    public void Plan_SequentialAwaits_LeavesAMicrosecondBetweenSiblings()
    {
        IReadOnlyList<PlannedSpan> plan = Plan(new SpanOptions(), s => Sequence(s, "A", "B", "C"));

        PlannedSpan[] siblings = [.. plan.Where(span => span.Name is "A" or "B" or "C")];
        Assert.Equal(["A", "B", "C"], siblings.Select(span => span.Name));
        for (int i = 1; i < siblings.Length; i++)
            Assert.True(siblings[i].Start - siblings[i - 1].End >= Ms / 1000);
        Assert.All(plan.Where(span => span.Parent is not null), span =>
        {
            Assert.True(span.Start >= span.Parent!.Start);
            Assert.True(span.End <= span.Parent.End);
        });
    }

    [Fact]
    public void Plan_ShortOperations_AreCountedOnTheSpanAbove()
    {
        var options = new SpanOptions { MinimumDuration = TimeSpan.FromMilliseconds(50), MinimumWait = TimeSpan.FromSeconds(1) };

        IReadOnlyList<PlannedSpan> plan = Plan(options, s => Nested(s));

        PlannedSpan span = Assert.Single(plan);
        Assert.Equal("Long", span.Name);
        Assert.Equal(1, span.Elided);
    }

    [Fact]
    public void Plan_MoreOperationsThanATraceMayHave_KeepsTheLongest()
    {
        var options = new SpanOptions { MaximumPerTrace = 3, MinimumWait = TimeSpan.FromSeconds(1) };

        IReadOnlyList<PlannedSpan> plan = Plan(options, s => Sequence(s, [.. Enumerable.Range(1, 20).Select(i => $"M{i}")]));

        Assert.InRange(plan.Count, 1, 3);
    }

    [Fact]
    public void Plan_Wait_IsASpanFromTheThresholdOn()
    {
        Assert.Contains(Plan(new SpanOptions(), s => Sequence(s, "A")), span => span is { Name: "await Task.Delay", IsWait: true });
        Assert.DoesNotContain(
            Plan(new SpanOptions { MinimumWait = TimeSpan.FromMilliseconds(11) }, s => Sequence(s, "A")),
            span => span.IsWait);
    }

    private static IReadOnlyList<PlannedSpan> Plan(SpanOptions options, Func<Simulator, IEnumerable<Step>> request)
    {
        var names = new NameTable();
        var simulator = new Simulator(names);
        IReadOnlyList<LoggedEvent> log = simulator.Play(simulator.Method("Loop", request(simulator)));
        var methods = new MethodTable(names, new MetadataIndex());
        var sink = new PlanSink(new SpanPlanner(methods, new FrameTable(names, methods), options));
        var stitcher = new Stitcher(names, methods, new Attributor(methods, sink), 5 * Ms);
        foreach (LoggedEvent logged in log)
            stitcher.Process(stitcher.Thread(logged.Thread), logged.Event);
        return sink.Plan!;
    }

    private static IEnumerable<Step> Sequence(Simulator s, params string[] methods)
    {
        yield return new Step.Yield();
        yield return new Step.Mark(true, 1, "GET /");
        foreach (string method in methods)
            yield return new Step.Await(s.Method(method, Sleep(s, 10 * Ms)));
        yield return new Step.Mark(false, 1, "GET /");
    }

    private static IEnumerable<Step> Nested(Simulator s)
    {
        yield return new Step.Yield();
        yield return new Step.Mark(true, 1, "GET /");
        yield return new Step.Await(s.Method("Long", Long(s)));
        yield return new Step.Mark(false, 1, "GET /");
    }

    private static IEnumerable<Step> Long(Simulator s)
    {
        yield return new Step.Await(s.Method("Short", Sleep(s, 10 * Ms)));
        yield return new Step.Await(s.Delay(90 * Ms));
    }

    private static IEnumerable<Step> Sleep(Simulator s, long ticks)
    {
        yield return new Step.Await(s.Delay(ticks));
    }

    private sealed class PlanSink(SpanPlanner planner) : ITreeSink
    {
        public IReadOnlyList<PlannedSpan>? Plan { get; private set; }

        public void OnTree(RootTree tree)
        {
            if (tree.Kind == RootKind.Request)
                Plan = [.. planner.Plan(tree, skipRoot: true)];
        }
    }
}
