using AsyncProf.Diffing;
using AsyncProf.Diffing.Runs;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Renderers.Diffs;
using AsyncProf.Testing;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Analyzer.Tests.Diffing;

/// <summary>Builds compared by what they allocate: as long as before, and more of it.</summary>
public class MeasureTests
{
    private static readonly DiffOptions Bytes = new() { Measure = DiffMeasure.Allocated, FloorNs = 1 };

    [Fact]
    public void Compare_BytesOfAMethodThatAllocatesMore_NamesItWithItsBytes()
    {
        ProfileDiff diff = ProfileDiffer.Compare(Side("base", 30), Side("head", 45), Bytes);

        RootChange root = Assert.Single(diff.Regressions);
        Assert.Equal((Verdict.Regression, 15), (diff.Verdict, root.Head.Total - root.Base.Total));
        MethodChange method = root.Methods[0];
        Assert.Equal(("Store.LoadAsync", Decision.Regression, 15), (method.Key.Name, method.Decision, method.Head.Total - method.Base.Total));
        Assert.Equal("REGRESSION: 1 of 1 root takes more memory.", DiffSentences.Verdict(diff));
        Assert.Equal("+15 B per call; each call +15 B", DiffSentences.Of(method, root));
        Assert.Contains("+15 B", DiffText.Write(diff, 10, 120), StringComparison.Ordinal);
        Assert.DoesNotContain(" ns", DiffText.Write(diff, 10, 120) + DiffMarkdown.Write(diff), StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_BytesThatStayTheSame_IsNoRegression() =>
        Assert.Equal("No regression: of 1 root none takes 5 % and 1 B more memory.", DiffSentences.Verdict(ProfileDiffer.Compare(Side("base", 30), Side("head", 30), Bytes)));

    [Fact]
    public void Compare_TimeOfRecordingsWithBytes_IsAsWithoutThem()
    {
        ProfileDiff diff = ProfileDiffer.Compare(Side("base", 30, _ => null), Side("head", 30, _ => null), new DiffOptions());

        Assert.Equal(Verdict.NoRegression, diff.Verdict);
        Assert.DoesNotContain(diff.Roots.Single().Methods.SelectMany(method => method.Waits), wait => wait.Name.StartsWith("new ", StringComparison.Ordinal));
    }

    /// <summary>Five runs in which threads allocate a byte each tick that they run: more run longer, and wait less.</summary>
    private static DiffSide Side(string name, long ticks, Func<int, Func<ResourceUse, long>?>? measured = null) => new(
        name,
        [.. Enumerable.Range(0, 5).Select(run => RunReader.Read(Metered(ticks), $"{name}-{run}", measured is null ? use => use.AllocatedBytes : measured(run)))]);

    private static AsyncProfile Metered(long ticks)
    {
        var names = new NameTable();
        var simulator = new Simulator(names);
        SimTask main = simulator.Method("Shop.Handler", [new Step.Yield(), new Step.Burn(50), new Step.Await(simulator.Method("Shop.Store.LoadAsync", [new Step.Await(simulator.Delay(100 - ticks)), new Step.Burn(ticks)])), new Step.Burn(5)]);
        return Playback.Of(names, MeteredLog.Of(simulator.Play(main))).Profile;
    }
}
