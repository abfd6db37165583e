using AsyncProf.Attribution;
using AsyncProf.Building;
using AsyncProf.Events;
using AsyncProf.Spans;
using AsyncProf.Symbols.Metadata;
using AsyncProf.Testing.Simulation;
using static AsyncProf.Testing.Simulation.ScriptedRequest;

namespace AsyncProf.Core.Tests.Spans;

/// <summary>Which spans a request gets. The virtual clock's tick stands for a tick of the stopwatch, so times are scaled to it.</summary>
public class SpanPlannerTests
{
    [Fact]
    public void Plan_SequentialAwaits_LeavesAMicrosecondBetweenSiblings()
    {
        IReadOnlyList<PlannedSpan> plan = Plan(SpanRules.Default, s => Sequence(s, "A", "B", "C"));

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
    public void Plan_ACallThatBeganAnotherBeforeItSuspended_BeginsWithThat()
    {
        IReadOnlyList<PlannedSpan> plan = Plan(SpanRules.Default, Early);

        PlannedSpan before = plan.Single(span => span.Name == "Before"), hot = plan.Single(span => span.Name == "Hot"), leaf = plan.Single(span => span.Name == "Leaf");
        Assert.Same(hot, leaf.Parent);
        Assert.InRange(leaf.End - leaf.Start, (40 * Ms) - (Ms / 50), 40 * Ms); // but for the room between siblings
        Assert.True(hot.Start <= leaf.Start && hot.Start >= before.End);
    }

    [Fact]
    public void Plan_ShortOperations_AreCountedOnTheSpanAbove()
    {
        var options = new SpanRules { MinimumDuration = TimeSpan.FromMilliseconds(50), MinimumWait = TimeSpan.FromSeconds(1) };

        IReadOnlyList<PlannedSpan> plan = Plan(options, s => Nested(s));

        PlannedSpan span = Assert.Single(plan);
        Assert.Equal("Long", span.Name);
        Assert.Equal(1, span.Elided);
    }

    [Fact]
    public void Plan_MoreOperationsThanATraceMayHave_KeepsTheLongest()
    {
        var options = new SpanRules { MaximumPerTrace = 3, MinimumWait = TimeSpan.FromSeconds(1) };

        IReadOnlyList<PlannedSpan> plan = Plan(options, s => Lengths(s, 5, 9, 3, 8, 2, 7, 1));

        Assert.Equal(["M9", "M8", "M7"], plan.Select(span => span.Name));
    }

    [Fact]
    public void Plan_TooManyCallsOfOneMethodInARow_FoldsThemIntoOneSpanWithTheirCount()
    {
        var options = new SpanRules { MaximumPerTrace = 5, MinimumWait = TimeSpan.FromSeconds(1) };

        IReadOnlyList<PlannedSpan> plan = Plan(options, s => Sequence(s, ["First", .. Enumerable.Repeat("Load", 20), "Last"]));

        Assert.Equal(["First", "Load", "Last"], plan.Select(span => span.Name));
        Assert.Equal(19, plan[1].Collapsed);
        Assert.Equal(20, plan[1].Awaits);
        Assert.InRange(plan[1].End - plan[1].Start, 199 * Ms, 201 * Ms);
        Assert.InRange(plan[1].Task.Waiting, 199 * Ms, 201 * Ms);
        Assert.True(plan[2].Start > plan[1].End);
    }

    [Fact]
    public void Plan_AsManyCallsOfOneMethodAsATraceMayHave_LeavesThemApart() =>
        Assert.Equal(20, Plan(new SpanRules { MinimumWait = TimeSpan.FromSeconds(1) }, s => Sequence(s, [.. Enumerable.Repeat("Load", 20)])).Count);

    [Fact]
    public void Plan_Wait_IsASpanFromTheThresholdOn()
    {
        var always = new SpanRules { FoldWaitsFrom = 0 };
        Assert.Contains(Plan(always, s => Sequence(s, "A")), span => span is { Name: "await Task.Delay", IsWait: true });
        Assert.DoesNotContain(Plan(new SpanRules { FoldWaitsFrom = 0, MinimumWait = TimeSpan.FromMilliseconds(11) }, s => Sequence(s, "A")), span => span.IsWait);
    }

    [Fact]
    public void Plan_WaitThatIsAllButTheWholeOfItsMethod_IsAnAttributeOfIt()
    {
        PlannedSpan span = Assert.Single(Plan(SpanRules.Default, s => Sequence(s, "A")));

        Assert.Equal(("A", "await Task.Delay"), (span.Name, span.Awaiting));
    }

    [Fact]
    public void Plan_WaitsOfWhichNoneIsTheWhole_HaveSpans()
    {
        IReadOnlyList<PlannedSpan> plan = Plan(SpanRules.Default, s => Twice(s));

        Assert.Equal("", Assert.Single(plan, span => !span.IsWait).Awaiting);
        Assert.Equal(2, plan.Count(span => span.IsWait));
    }

    [Fact]
    public void Plan_FrameworksWorkThatNobodyAwaits_IsCountedOnTheSpanAbove()
    {
        PlannedSpan span = Assert.Single(Plan(SpanRules.Default, s => Aside(s), method: "Pump"));

        Assert.Equal(("A", 1), (span.Name, span.Elided));
    }

    [Fact]
    public void Plan_FrameworksWorkThatIsAwaited_HasASpan() =>
        Assert.Equal(["Pump"], Plan(SpanRules.Default, s => Sequence(s, "Pump"), method: "Pump").Select(span => span.Name[^4..]));

    [Fact]
    public void Plan_OnceSpansHaveComeBack_TakesNoMemory()
    {
        var script = new ScriptedRequest();
        var sink = new MemorySink(new SpanPlanner(script.Names, script.Methods, script.Frames, SpanRules.Default, TickClock.Stopwatch));

        script.Play(s => [.. Sequence(s, "A", "B", "C"), .. Twice(s)], sink);

        Assert.Equal([0, 0], sink.Bytes);
    }

    [Theory]
    [InlineData(false, "Orders.LoadAsync")]
    [InlineData(true, "Shop.Orders.LoadAsync")]
    public void Plan_Names_AreOfTypeAndMethodUnlessAskedFor(bool full, string expected)
    {
        PlannedSpan span = Assert.Single(Plan(new SpanRules { FullNames = full }, s => Sequence(s, "LoadAsync"), method: "LoadAsync", type: "Shop.Orders"));

        Assert.Equal((expected, "Shop.Orders.LoadAsync"), (span.Name, span.Method));
    }

    private static IReadOnlyList<PlannedSpan> Plan(SpanRules options, Func<Simulator, IEnumerable<Step>> request, string method = "", string type = "System.IO")
    {
        var script = new ScriptedRequest();
        script.Methods.Tell(script.Names.Intern($"Async: <{method}>d__0"), new MethodName { Type = type, Name = method });
        var sink = new PlanSink(new SpanPlanner(script.Names, script.Methods, script.Frames, options, TickClock.Stopwatch));
        script.Play(request, sink);
        return sink.Plan!;
    }

    private static IEnumerable<Step> Early(Simulator s)
    {
        SimTask leaf = s.Method("Leaf", Sleep(s, 40 * Ms));
        yield return new Step.Yield();
        yield return new Step.Mark(true, 1, "GET /");
        yield return new Step.Await(s.Method("Before", Sleep(s, 10 * Ms)));
        yield return new Step.Await(s.Method("Hot", [new Step.Start(leaf), new Step.Burn(20 * Ms), new Step.Await(leaf)]));
        yield return new Step.Mark(false, 1, "GET /");
    }

    private static IEnumerable<Step> Lengths(Simulator s, params int[] milliseconds)
    {
        yield return new Step.Yield();
        yield return new Step.Mark(true, 1, "GET /");
        foreach (int length in milliseconds)
            yield return new Step.Await(s.Method(FormattableString.Invariant($"M{length}"), Sleep(s, length * Ms)));
        yield return new Step.Mark(false, 1, "GET /");
    }

    private static IEnumerable<Step> Nested(Simulator s)
    {
        yield return new Step.Yield();
        yield return new Step.Mark(true, 1, "GET /");
        yield return new Step.Await(s.Method("Long", Long(s)));
        yield return new Step.Mark(false, 1, "GET /");
    }

    private static IEnumerable<Step> Twice(Simulator s)
    {
        yield return new Step.Yield();
        yield return new Step.Mark(true, 1, "GET /");
        yield return new Step.Await(s.Method("A", [.. Sleep(s, 20 * Ms), .. Sleep(s, 80 * Ms)]));
        yield return new Step.Mark(false, 1, "GET /");
    }

    private static IEnumerable<Step> Aside(Simulator s)
    {
        yield return new Step.Yield();
        yield return new Step.Mark(true, 1, "GET /");
        yield return new Step.Await(s.Method("A", [new Step.Yield(), new Step.Start(s.Method("Pump", Sleep(s, 5 * Ms))), .. Sleep(s, 50 * Ms)]));
        yield return new Step.Mark(false, 1, "GET /");
    }

    private static IEnumerable<Step> Long(Simulator s)
    {
        yield return new Step.Await(s.Method("Short", Sleep(s, 10 * Ms)));
        yield return new Step.Await(s.Delay(90 * Ms));
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

    /// <summary>How much memory it takes to plan each request for the second time.</summary>
    private sealed class MemorySink(SpanPlanner planner) : ITreeSink
    {
        public List<long> Bytes { get; } = [];

        public void OnTree(RootTree tree)
        {
            if (tree.Kind != RootKind.Request)
                return;
            planner.Pool.Return(planner.Plan(tree, skipRoot: true));
            long before = GC.GetAllocatedBytesForCurrentThread();
            planner.Pool.Return(planner.Plan(tree, skipRoot: true));
            Bytes.Add(GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }
}
