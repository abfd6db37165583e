using System.Globalization;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Durations;
using AsyncProf.Testing;
using AsyncProf.Testing.Scenarios;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Core.Tests.Profiles;

public class TextReportTests
{
    [Fact]
    public void Quality_OfAWindow_SaysWhatOpenedIt()
    {
        Assert.Contains(
            "\na deep window, opened by slow-request: 1.2 s, more than 500 ms; GET /orders, trace 4bf92f3577b34da6a3ce929d0e0e4736\n",
            TextReport.Quality(new RecordingInfo { Trigger = new TriggerInfo("slow-request: 1.2 s, more than 500 ms", "GET /orders", "4bf92f3577b34da6a3ce929d0e0e4736") }),
            StringComparison.Ordinal);
        Assert.Contains("by cpu: 81 %\n", TextReport.Quality(new RecordingInfo { Trigger = new TriggerInfo("cpu: 81 %", "", "") }), StringComparison.Ordinal);
        Assert.Contains("\nmerged from deep windows and others: ", TextReport.Quality(new RecordingInfo { Trigger = new TriggerInfo("mixed", "", "") }), StringComparison.Ordinal);
        Assert.DoesNotContain("deep window", TextReport.Quality(new RecordingInfo()), StringComparison.Ordinal);
    }

    [Fact]
    public void Allocations_WhereTracingCouldNotBeToldApart_SaysThatItIsIncluded()
    {
        Assert.Contains("40 B outside any, 5 B by tracing, ", TextReport.Allocations(new AllocationInfo(100, 50, 40, 5, 0)), StringComparison.Ordinal);
        Assert.Contains("40 B outside any, which include what tracing allocates, because that could not be told apart, ", TextReport.Allocations(new AllocationInfo(100, 50, 40, 0, 0)), StringComparison.Ordinal);
        Assert.Contains(" by tracing, ", TextReport.Allocations(new AllocationInfo(100, 0, 0, 0, 0)), StringComparison.Ordinal);
    }

    [Fact]
    public void Methods_OneSeenInManagedCodeAndBlocked_SaysWhichRowIsWhich()
    {
        var to = new ProfileDataBuilder();
        int root = Put(0, FrameKind.Method, "Root", 1, 0);
        Put(root, FrameKind.Sync, "Read", 0, 20_000_000);
        Put(root, FrameKind.External, "Read", 0, 30_000_000);

        string[] rows = TextReport.Methods(new AsyncProfile(new RecordingInfo(), to.Build())).Split('\n');

        Assert.EndsWith("  Read  [native or blocked]", rows.Single(row => row.Contains("30.0 ms", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.EndsWith("  Read", rows.Single(row => row.Contains("20.0 ms", StringComparison.Ordinal)), StringComparison.Ordinal);

        int Put(int above, FrameKind kind, string name, long calls, long running)
        {
            int stack = to.Intern(above, to.Intern(new Frame(kind, name, false)));
            var time = new TimeByState(running, 0, 0, 0);
            to.Add(new StackCharge(stack, new ChargeTags(RootKind.Operation, OperationStatus.Completed, AwaitedBy.Nobody, -1), new Measures(calls, running, time, time)));
            return stack;
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    public void Methods_UnderAnyCulture_IsTheSameTable(string culture)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo(culture);
        try
        {
            ProfileReading profile = Playback.Of(s => ScenarioPrograms.Sleep(s, "Root", 1250));

            Assert.Equal(
                """
                  calls wall/call      p99  running  waiting    ready  blocked  method
                      1    1.25 s   1.25 s        0   1.25 s        0        0  Root

                """.ReplaceLineEndings("\n"),
                TextReport.Methods(profile.Profile));
            Assert.Equal(
                """
                 elapsed  running  waiting    ready  blocked calls  frame
                  1.25 s        0        0        0        0     1  Root
                  1.25 s        0   1.25 s        0        0     1  └ await Task.Delay

                """.ReplaceLineEndings("\n"),
                TextReport.Tree(profile.Stack("Root")));
            Assert.Contains("0.0 % of elapsed time under waits that nothing names", TextReport.Quality(profile.Profile.Recording).Replace("0.0%", "0.0 %"), StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Methods_WithHostileNames_PrintsNoControlOrBidiCharacters()
    {
        ProfileReading profile = Playback.Of(s => ScenarioPrograms.Sleep(s, "Evil\u001b[2J\u202Ename", 10));

        string text = TextReport.Methods(profile.Profile) + TextReport.Roots(profile.Profile) + TextReport.Tree(profile.Profile.Tree);

        Assert.Contains("Evil[2Jname", text, StringComparison.Ordinal);
        Assert.DoesNotContain(text, letter => letter is '\u001b' or '\u202e');
    }

    [Fact]
    public void Quality_OfInferredEdges_ListsTheRulesAndThoseThatCanBeWrongApart()
    {
        const string Head = "10 edges inferred, 7 told by the process\n";

        Assert.Contains(Head + "inferred by relay 3, iterator 2\ninferred by rules that can be wrong: gaveUp 4, dataflow 1\n", Quality(new InferredEdgeCounts { Relay = 3, Iterator = 2, GaveUp = 4, Dataflow = 1 }), StringComparison.Ordinal);
        Assert.Contains(Head + "inferred by relay 3\n", Quality(new InferredEdgeCounts { Relay = 3 }), StringComparison.Ordinal);
        Assert.Contains(Head + "inferred by rules that can be wrong: whenEach 1, otherWorker 2\n", Quality(new InferredEdgeCounts { WhenEach = 1, OtherWorker = 2 }), StringComparison.Ordinal);
        Assert.DoesNotContain("inferred by", Quality(InferredEdgeCounts.None), StringComparison.Ordinal);

        static string Quality(InferredEdgeCounts by) => TextReport.Quality(new RecordingInfo { InferredEdges = 10, InferredBy = by, ToldEdges = 7 });
    }

    [Fact]
    public void Quality_OfWaitsThatBeganBefore_SaysSo()
    {
        string before = TextReport.Quality(new RecordingInfo { PrefixBlockedNs = 30_000_000 }), both = TextReport.Quality(new RecordingInfo { PrefixBlocks = 1, PrefixBlockedNs = 30_000_000 });

        Assert.Contains("0 outside any operation, 30.0 ms begun before\n", before.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("1 outside any operation, 30.0 ms\n", both.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(999, "999 ns")]
    [InlineData(1_000, "1.00 µs")]
    [InlineData(999_499, "999 µs")]
    [InlineData(999_500, "1.00 ms")]
    [InlineData(12_345_678, "12.3 ms")]
    [InlineData(3_600_000_000_000, "3600 s")]
    public void Durations_OfEachSize_HaveThreeDigitsAndAUnit(long ns, string text) => Assert.Equal(text, DurationText.Of(ns));

    [Fact]
    public void Report_OfWhatBeganBefore_IsALineBelowAndShowsWhatItCalled()
    {
        AsyncProfile profile = BegunBefore();

        string tables = TextReport.Methods(profile) + TextReport.Roots(profile) + TextReport.Trees(profile, 10);
        string all = TextReport.Methods(profile.Methods, 10, withBegunBefore: true) + TextReport.Roots(profile, withFrameworks: true) + TextReport.Trees(profile, 10, withFrameworks: true);

        Assert.DoesNotContain("(begun before recording)", tables, StringComparison.Ordinal);
        Assert.Contains("\n6.00 s of calls that began before the recording and have no names: --show-all shows them\n", TextReport.Roots(profile), StringComparison.Ordinal);
        Assert.Contains("     1  Shop.Jobs.RunAsync\n", TextReport.Trees(profile, 10), StringComparison.Ordinal);
        Assert.Equal(3, all.Split("(begun before recording)").Length - 1);
        Assert.DoesNotContain("began before", all, StringComparison.Ordinal);
    }

    /// <summary>A loop of which only what it called since is known by name.</summary>
    private static AsyncProfile BegunBefore()
    {
        var builder = new ProfileDataBuilder();
        int loop = builder.Intern(0, builder.Intern(new Frame(FrameKind.Method, "(begun before recording)", false)));
        int wait = builder.Intern(loop, builder.Intern(Frame.OfWait(WaitKind.Unknown, ""))), job = builder.Intern(loop, builder.Intern(new Frame(FrameKind.Method, "Shop.Jobs.RunAsync", false)));
        var tags = new ChargeTags(RootKind.Open, default, default, -1);
        var waiting = new TimeByState(0, 5_000_000_000, 0, 0);
        var running = new TimeByState(1_000_000_000, 0, 0, 0);
        builder.Add(new StackCharge(wait, tags, new Measures(5, 0, waiting, waiting)));
        builder.Add(new StackCharge(job, new ChargeTags(RootKind.Open, default, default, DurationBuckets.Of(running.TotalNs)), new Measures(1, running.TotalNs, running, running)));
        return new AsyncProfile(new RecordingInfo { Events = 1 }, builder.Build());
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(200)]
    public void Tree_OfADeepStack_KeepsToTheWidthAndNamesEveryFrameWhole(int width)
    {
        CallNode deep = Pipeline(40);

        string[] lines = TextReport.Tree(deep, width: width).TrimEnd('\n').Split('\n');

        Assert.All(lines, line => Assert.InRange(line.Length, 1, width));
        Assert.Contains(lines, line => line.EndsWith("Handlers.GetOrderHandler.Handle", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.EndsWith("await Task.Delay", StringComparison.Ordinal));
        string chain = Assert.Single(lines, line => line.Contains("40 frames: ", StringComparison.Ordinal));
        Assert.Contains("Behavior1<T1, T2>.Handle", chain, StringComparison.Ordinal);
        Assert.True(lines.Length < 10);
    }

    [Fact]
    public void Tree_OfADeepStackWhereEachFrameRuns_FoldsNoneAndBoundsTheIndent()
    {
        string[] lines = TextReport.Tree(Pipeline(40, runningEach: 500), width: 80).TrimEnd('\n').Split('\n');

        Assert.Equal(1 + 1 + 40 + 2, lines.Length);
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 80));
        Assert.Contains(lines, line => line.EndsWith(" 40 └ …Behavior40<T1, T2>.Handle", StringComparison.Ordinal));
    }

    [Fact]
    public void Tree_OfAShallowStack_FoldsNone()
    {
        string text = TextReport.Tree(Pipeline(4), width: 80);

        Assert.DoesNotContain("frames: ", text, StringComparison.Ordinal);
        Assert.Contains("Behavior3<T1, T2>.Handle", text, StringComparison.Ordinal);
    }

    /// <summary>A request through a pipeline of behaviours that each only await the next, as MediatR's do.</summary>
    private static CallNode Pipeline(int depth, long runningEach = 1)
    {
        CallNode node = Node(new Frame(FrameKind.Method, "Shop.Orders.Application.Handlers.GetOrderHandler.Handle", false), 2_000, [Wait()]);
        for (int i = depth; i > 0; i--)
            node = Node(new Frame(FrameKind.Method, $"Shop.Orders.Application.Pipeline.Behavior{i}`2.Handle", false), runningEach, [node]);
        return Node(new Frame(FrameKind.Entry, "GET /orders/{id:int}", false), 100, [node]);

        static CallNode Node(Frame frame, long running, List<CallNode> children) => CallNode.Create(frame, 1, 0, new TimeByState(running, 0, 0, 0), new TimeByState(running, 0, 0, 0), children);

        static CallNode Wait() => CallNode.Create(Frame.OfWait(WaitKind.Named, "Task.Delay"), 1, 0, new TimeByState(0, 50_000, 0, 0), new TimeByState(0, 50_000, 0, 0), []);
    }
}
