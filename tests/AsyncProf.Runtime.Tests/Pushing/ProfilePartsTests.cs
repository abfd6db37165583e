using AsyncProf.Events;
using AsyncProf.Hosting;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Pushing;
using AsyncProf.Testing;
using AsyncProf.Testing.Names;
using AsyncProf.Testing.Stores;

namespace AsyncProf.Runtime.Tests.Pushing;

/// <summary>What is pushed is what a store takes, and sums up to the profile.</summary>
public class ProfilePartsTests
{
    private static readonly RecordingInfo Recording = new() { StartUtc = VirtualTime.Start.UtcDateTime, DurationNs = 15_000_000_000, Allocated = new AllocationInfo(1, 1, 0, 0, 0), Cpu = new CpuInfo(1, 1, 0, 0) };

    [Fact]
    public void Of_ASmallProfile_IsOneWithAllItsMeasuresAndNoLabels()
    {
        StoreProfile part = Assert.Single(Parts(TwoRoutes()));

        Assert.Equal(["GET /orders", "await Task.Delay"], part.Stack(StackOf(part, "await Task.Delay")).Reverse().Where(name => name != "Shop.LoadAsync").Take(2));
        Assert.All(part.Samples, sample => Assert.Empty(sample.Labels));
        Assert.Equal("elapsed", Name(part, part.Types[^1].Type));
        Assert.Equal(("wall", "nanoseconds", 1), (Name(part, part.PeriodType.Type), Name(part, part.PeriodType.Unit), part.Period));
        Assert.Equal((1_767_323_045_000_000_000, 15_000_000_000), (part.TimeNs, part.DurationNs));
        Assert.DoesNotContain(part.Strings, text => text.StartsWith("asyncprof.note", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_AProfileOfSomeOfTheTime_SaysHowMuchInEachPart()
    {
        var script = new ScriptedProfile();
        for (int i = 0; i < 20_000; i++)
            script.Root($"GET /{i}", 1, runningNs: 5);

        IReadOnlyList<StoreProfile> parts = Parts(script.Build(Recording with { ObservedShare = 0.25, Pauses = 3, LostEvents = 17, Process = "shop" }));

        Assert.Equal(2, parts.Count);
        Assert.All(parts, part => Assert.Equal(
            ["asyncprof.lost.events=17", "asyncprof.lost.batches=0", "asyncprof.observedShare=0.25", "asyncprof.pauses=3", "asyncprof.cut.byPauses=0", "asyncprof.givenUp=0", "asyncprof.entriesGivenUp=0"],
            part.Comments.Select(comment => Name(part, comment))));
    }

    [Fact]
    public void Of_AProfile_SumsUpToItInEveryMeasure()
    {
        AsyncProfile profile = TwoRoutes();

        StoreProfile part = Assert.Single(Parts(profile));

        foreach (PprofSum sum in PprofSum.Of(profile))
            Assert.Equal(sum.Value, Sum(part, sum.Type));
    }

    [Fact]
    public void Of_StacksThatDifferByTheirTagsAlone_AreOneSample()
    {
        var script = new ScriptedProfile();
        script.Root("GET /a", 10, runningNs: 7, errors: 3);

        StoreProfile part = Assert.Single(Parts(script.Build(Recording)));

        Assert.Single(part.Samples);
        Assert.Equal(10, Sum(part, "operations"));
    }

    [Fact]
    public void Of_AnEmptyProfile_IsNothing() => Assert.Empty(Parts(new ScriptedProfile().Build(Recording)));

    [Fact]
    public void Of_MoreSamplesThanAStoreTakes_AreSeveralOfWhichEachFits()
    {
        var script = new ScriptedProfile();
        for (int i = 0; i < 40_000; i++)
            script.Root($"GET /{i}", 1, runningNs: 5);

        IReadOnlyList<StoreProfile> parts = Parts(script.Build(Recording));

        Assert.InRange(parts.Count, 3, 4);
        Assert.All(parts, part => Assert.InRange(part.Samples.Count, 1, 16_000));
        Assert.Equal(40_000, parts.Sum(part => Sum(part, "operations")));
        Assert.Equal(200_000, parts.Sum(part => Sum(part, "elapsed")));
    }

    [Fact]
    public void Of_MoreBytesThanAStoreTakes_AreSeveralOfWhichEachFits()
    {
        var script = new ScriptedProfile();
        for (int i = 0; i < 6_000; i++)
            script.Root($"GET /{i}/{new string('x', 900)}", 1, runningNs: 5);

        IReadOnlyList<StoreProfile> parts = Parts(script.Build(Recording));

        Assert.All(parts, part => Assert.InRange(part.Length, 1, 2 << 20));
        Assert.Equal(6_000, parts.Sum(part => Sum(part, "operations")));
    }

    [Fact]
    public void Of_MoreThanOnePart_BeginsEachAMillisecondLaterAndAgainTheSame()
    {
        var script = new ScriptedProfile();
        for (int i = 0; i < 40_000; i++)
            script.Root($"GET /{i}", 1, runningNs: 5);
        AsyncProfile profile = script.Build(Recording);

        long[] times = [.. Parts(profile).Select(part => part.TimeNs)];

        Assert.Equal(Enumerable.Range(0, times.Length).Select(i => 1_767_323_045_000_000_000 + (i * 1_000_000L)), times);
        Assert.Equal(times, Parts(profile).Select(part => part.TimeNs));
    }

    [Fact]
    public void Of_MoreThanOnePart_MakesEachWhenItIsAskedFor()
    {
        var parts = new ProfileParts(new SeriesBound(PushedLabels.None, 1));
        AsyncProfile profile = Deep(1_000, i => $"{i}" + new string('x', 1_000) + "`1", i => $"{i}" + new string('f', 1_000));
        IEnumerable<PushPart> made = parts.Of(profile);

        Assert.Equal(0, parts.Unfit);
        Assert.Empty(made);
        Assert.Equal(1, parts.Unfit);
    }

    [Fact]
    public void Of_AStackThatIsTooDeep_LosesItsMiddleAndSaysSo()
    {
        StoreProfile part = Assert.Single(Parts(Deep(1_500, i => $"M{i}")));

        IReadOnlyList<string> stack = part.Stack(0);
        Assert.Equal(1_000, stack.Count);
        Assert.Equal(("M1499", "M0"), (stack[0], stack[^1]));
        Assert.Equal("(frames left out)", stack[500]);
        Assert.Equal(("M1000", "M498"), (stack[499], stack[501]));
    }

    [Fact]
    public void Of_StacksThatDifferInTheirMiddleAlone_AreOneSample()
    {
        var data = new ProfileDataBuilder();
        foreach ((string middle, string leaf, long calls) in ((string, string, long)[])[("A", "Leaf", 1), ("B", "Leaf", 2), ("C", "Other", 4)])
        {
            int stack = 0;
            for (int i = 0; i < 1_500; i++)
                stack = data.Intern(stack, data.Intern(new Frame(FrameKind.Method, i is > 600 and < 900 ? middle + i : i == 1_499 ? leaf : $"M{i}", false)));
            data.Add(new StackCharge(stack, new ChargeTags(RootKind.Operation, OperationStatus.Completed, AwaitedBy.Parent, -1), new Measures(calls, 5, new TimeByState(5, 0, 0, 0), default)));
        }

        StoreProfile part = Assert.Single(Parts(new AsyncProfile(Recording, data.Build())));

        Assert.Equal([("Leaf", 3), ("Other", 4)], part.Samples.Select((sample, i) => (part.Stack(i)[0], sample.Values[part.Types.FindIndex(type => Name(part, type.Type) == "operations")])));
        Assert.Equal(15, Sum(part, "task.running"));
    }

    [Fact]
    public void Of_AStackOfExactlyAsManyFramesAsAStoreTakes_IsWhole() => Assert.DoesNotContain("(frames left out)", Assert.Single(Parts(Deep(1_000, i => $"M{i}"))).Stack(0));

    [Fact]
    public void Of_NamesThatAreTooLong_AreCutBetweenTwoLetters()
    {
        StoreProfile part = Assert.Single(Parts(Deep(3, i => i + string.Concat(Enumerable.Repeat("\U0001F600", 1_000)))));

        Assert.All(part.Strings, text => Assert.True(System.Text.Encoding.UTF8.GetByteCount(text) <= 1_024));
        Assert.All(part.Stack(0), name => Assert.EndsWith("\U0001F600…", name, StringComparison.Ordinal));
    }

    [Fact]
    public void Of_AnyName_IsAProfileThatAStoreReads() =>
        Assert.Equal(EvilNames.All.Count, Assert.Single(Parts(Deep(EvilNames.All.Count, i => "M" + EvilNames.All.Values.ElementAt(i)), PushedLabels.Root)).Stack(0).Count);

    [Fact]
    public void Of_AStackThatFitsIntoNoProfile_IsLeftOutAndCounted()
    {
        var parts = new ProfileParts(new SeriesBound(PushedLabels.None, 1));

        Assert.Empty(parts.Of(Deep(1_000, i => $"{i}" + new string('x', 1_000) + "`1", i => $"{i}" + new string('f', 1_000))));
        Assert.Equal(1, parts.Unfit);
    }

    [Fact]
    public void Of_ANegativeValue_HoldsNone()
    {
        var data = new ProfileDataBuilder();
        int stack = data.Intern(0, data.Intern(new Frame(FrameKind.Method, "A", false)));
        data.Add(new StackCharge(stack, new ChargeTags(RootKind.Operation, OperationStatus.Completed, AwaitedBy.Parent, -1), new Measures(2, -5, new TimeByState(-1, 3, 0, 0), default)));

        StoreProfile part = Assert.Single(Parts(new AsyncProfile(Recording, data.Build())));

        Assert.All(part.Samples.SelectMany(sample => sample.Values), value => Assert.True(value >= 0));
        Assert.Equal((2, 3), (Sum(part, "operations"), Sum(part, "task.waiting")));
    }

    [Fact]
    public void Of_SamplesWithLabels_AreAsManySeriesAsTheLabelsHaveValues()
    {
        StoreProfile part = Assert.Single(Parts(TwoRoutes(), PushedLabels.Root | PushedLabels.RootKind | PushedLabels.Status));

        Assert.Equal(
            ["asyncprof_root=GET /items asyncprof_root_kind=request asyncprof_status=completed", "asyncprof_root=GET /orders asyncprof_root_kind=request asyncprof_status=completed", "asyncprof_root=GET /orders asyncprof_root_kind=request asyncprof_status=error"],
            SeriesOf(part));
    }

    [Fact]
    public void Of_MoreSeriesThanThereMayBe_HasTheLargestAndOneForAllOthers()
    {
        var parts = new ProfileParts(new SeriesBound(PushedLabels.Root, 2));
        AsyncProfile Routes(params (string Name, long Ns)[] routes)
        {
            var script = new ScriptedProfile();
            foreach ((string name, long ns) in routes)
                script.Root(name, 1, runningNs: ns);
            return script.Build(Recording);
        }

        Assert.Equal(["asyncprof_root=B", "asyncprof_root=C", "asyncprof_root=other"], SeriesOf(Read(parts.Of(Routes(("A", 1), ("B", 100), ("C", 1_000))))[0]));
        Assert.Equal(["asyncprof_root=B", "asyncprof_root=other"], SeriesOf(Read(parts.Of(Routes(("D", 10_000), ("B", 1))))[0])); // those that there were stay
    }

    [Fact]
    public void Of_SamplesOfASpan_SayWhichApartFromAllOthers()
    {
        StoreProfile part = Assert.Single(Parts(OfSpans()));

        Assert.Equal(["", "span_id=00000000000000b7"], SeriesOf(part));
        Assert.Equal((2, 3 + 5), (part.Samples.Count, Sum(part, "operations")));
    }

    [Fact]
    public void Of_SamplesOfASpan_SayWhichTraceIfAskedTo() =>
        Assert.Equal(["", "span_id=00000000000000b7 trace_id=000000000000000000000000000000a1"], SeriesOf(Assert.Single(Parts(OfSpans(), PushedLabels.Trace))));

    /// <summary>Requests of one name, some of a span that is known.</summary>
    private static AsyncProfile OfSpans()
    {
        var data = new ProfileDataBuilder();
        int stack = data.Intern(0, data.Intern(new Frame(FrameKind.Entry, "GET /a", false))), link = data.Link(new SpanLink(0xa1, 0xb7));
        foreach ((int span, int bucket, long calls) in ((int, int, long)[])[(0, 1, 3), (link, 1, 1), (link, 2, 4)])
            data.Add(new StackCharge(stack, new ChargeTags(RootKind.Request, OperationStatus.Completed, AwaitedBy.Parent, bucket).LinkedTo(span), new Measures(calls, 5, default, default)));
        return new AsyncProfile(Recording, data.Build());
    }

    private static AsyncProfile TwoRoutes()
    {
        var script = new ScriptedProfile();
        int orders = script.Root("GET /orders", 10, runningNs: 100, errors: 2), items = script.Root("GET /items", 4, runningNs: 30);
        int load = script.Call(orders, "Shop.LoadAsync", 10, waitingNs: 5_000, line: 17);
        script.Call(items, "Shop.LoadAsync", 4, waitingNs: 700, line: 23);
        script.Allocated(load, 4_096);
        return script.Build(Recording);
    }

    private static AsyncProfile Deep(int depth, Func<int, string> name, Func<int, string>? file = null)
    {
        var data = new ProfileDataBuilder();
        int stack = 0;
        for (int i = 0; i < depth; i++)
            stack = data.Intern(stack, data.Intern(new Frame(FrameKind.Method, name(i), false) { File = file?.Invoke(i) ?? "" }));
        data.Add(new StackCharge(stack, new ChargeTags(RootKind.Operation, OperationStatus.Completed, AwaitedBy.Parent, -1), new Measures(1, 5, new TimeByState(5, 0, 0, 0), new TimeByState(5, 0, 0, 0))));
        return new AsyncProfile(Recording, data.Build());
    }

    private static IReadOnlyList<StoreProfile> Parts(AsyncProfile profile, PushedLabels labels = PushedLabels.None) => Read(new ProfileParts(new SeriesBound(labels, 100)).Of(profile));

    /// <summary>The parts as a store reads them, which refuses none.</summary>
    private static IReadOnlyList<StoreProfile> Read(IEnumerable<PushPart> parts)
    {
        StoreProfile[] read = [.. parts.Select(part => StoreProfile.Read(part.Profile))];
        Assert.All(read, part => Assert.Null(part.Wrong()));
        return read;
    }

    private static string Name(StoreProfile part, long index) => part.Strings[(int)index];

    private static int StackOf(StoreProfile part, string leaf) => Enumerable.Range(0, part.Samples.Count).First(sample => part.Stack(sample)[0] == leaf);

    private static long Sum(StoreProfile part, string type) => part.Types.FindIndex(t => Name(part, t.Type) == type) is var column and >= 0 ? part.Samples.Sum(sample => sample.Values[column]) : -1;

    private static string[] SeriesOf(StoreProfile part) =>
        [.. part.Samples.Select(sample => string.Join(' ', sample.Labels.Select(label => $"{Name(part, label.Key)}={Name(part, label.Text)}"))).Distinct().Order(StringComparer.Ordinal)];
}
