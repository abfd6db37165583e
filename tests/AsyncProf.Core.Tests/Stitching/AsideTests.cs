using AsyncProf.Attribution;
using AsyncProf.Building;
using AsyncProf.Engine;
using AsyncProf.Events;
using AsyncProf.Stitching.Records;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Metadata;
using AsyncProf.Testing;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Core.Tests.Stitching;

/// <summary>What the process says between the TPL's events: exceptions thrown, and spans of the app's that ended.</summary>
public class AsideTests
{
    [Fact]
    public void Thrown_InTheSegmentThatEndsIt_IsTheOperationsError()
    {
        TraceBuilder trace = Failing();
        List<LoggedEvent> log = [.. trace.Log];
        int thrown = trace.Names.Intern("System.TimeoutException");
        log.Insert(log.Count - 2, new LoggedEvent(1, AsyncEvent.Thrown(9, thrown, follows: false)));

        Assert.Equal("System.TimeoutException", ErrorOf(trace, log));
    }

    [Theory]
    [InlineData(true, "System.TimeoutException")]
    [InlineData(false, "")]
    public void Thrown_TwoOfThem_TellsTheLastOnlyIfItCameInPlaceOfTheFirst(bool follows, string expected)
    {
        TraceBuilder trace = Failing();
        List<LoggedEvent> log = [.. trace.Log];
        log.Insert(log.Count - 2, new LoggedEvent(1, AsyncEvent.Thrown(9, trace.Names.Intern("System.FormatException"), follows: false)));
        log.Insert(log.Count - 2, new LoggedEvent(1, AsyncEvent.Thrown(9, trace.Names.Intern("System.TimeoutException"), follows)));

        Assert.Equal(expected, ErrorOf(trace, log));
    }

    [Fact]
    public void Thrown_BeforeTheSegment_IsNoErrorOfIt()
    {
        TraceBuilder trace = Failing();
        List<LoggedEvent> log = [.. trace.Log];
        log.Insert(1, new LoggedEvent(1, AsyncEvent.Thrown(2, trace.Names.Intern("System.FormatException"), follows: false)));

        Assert.Equal("", ErrorOf(trace, log));
    }

    [Fact]
    public void Thrown_ThroughAChainOfRuntimeAsync_IsTheErrorOfAllThatItLeaves()
    {
        TraceBuilder trace = new TraceBuilder().At(1).Dispatches("A", "", "B", "A").At(8).Continues("A", "", "B", "A").Steps().Returns().Steps().At(10).Unwinds(2).Finishes();
        List<LoggedEvent> log = [.. trace.Log];
        int thrown = trace.Names.Intern("System.TimeoutException");
        log.Insert(log.Count - 2, new LoggedEvent(1, AsyncEvent.Thrown(9, thrown, follows: false)));

        RootTree tree = TreeOf(trace, log);

        Assert.Equal([thrown, thrown], [tree[0].Error, tree[1].Error]);
    }

    [Fact]
    public void ChildStop_InASegment_IsASpanOfTheOperation()
    {
        TraceBuilder trace = Failing();
        List<LoggedEvent> log = [.. trace.Log];
        log.Insert(log.Count - 2, new LoggedEvent(1, AsyncEvent.ChildStop(9, 0x1234, 0x56)));
        log.Add(new LoggedEvent(1, AsyncEvent.ChildStop(11, 0x99, 0x56))); // in nobody's

        Assert.Equal([new ChildSpan(0, 0x1234, 0x56)], TreeOf(trace, log).ChildSpans);
    }

    [Fact]
    public void ChildStop_OfAnOperationThatIsRecycled_IsForgotten()
    {
        var store = new OperationStore(new NameTable());
        int slot = store.Create(OperationKind.Method, 1, 1, 0);
        store.ChildSpans.Add(slot, 1, 1);
        Assert.Single(store.ChildSpans.Of(slot));

        store[slot].Serial++;

        Assert.Empty(store.ChildSpans.Of(slot));
    }

    [Fact]
    public void ChildStop_AnyNumber_KeepsFewOfEach()
    {
        var store = new OperationStore(new NameTable());
        int slot = store.Create(OperationKind.Method, 1, 1, 0);
        for (int span = 0; span < 1000; span++)
            store.ChildSpans.Add(slot, span, 1);

        Assert.Equal(16, store.ChildSpans.Of(slot).Count);
        Assert.Equal(984, store.ChildSpans.Dropped);
    }

    /// <summary>P runs from 8 to 10, when it fails.</summary>
    private static TraceBuilder Failing() =>
        new TraceBuilder().At(1).Begins("P").Yields().At(8).Runs("P").At(10).Ends("P", OperationStatus.Error).Leaves();

    private static string ErrorOf(TraceBuilder trace, IReadOnlyList<LoggedEvent> log) => TreeOf(trace, log)[0].Error is var error and > 0 ? trace.Names[error] : "";

    private static RootTree TreeOf(TraceBuilder trace, IReadOnlyList<LoggedEvent> log)
    {
        var sink = new LastTree();
        var engine = new AsyncEngine(trace.Names, new MethodTable(trace.Names, new MetadataIndex()), sink, new StitcherLimits { GraceTicks = 5 });
        foreach (LoggedEvent logged in log)
            engine.Stitcher.Process(engine.Stitcher.Thread(logged.Thread), logged.Event);
        engine.Stitcher.Finish(1000);
        return Assert.IsType<RootTree>(sink.Tree);
    }

    private sealed class LastTree : ITreeSink
    {
        public RootTree? Tree { get; private set; }

        public void OnTree(RootTree tree) => Tree = tree;
    }
}
