using AsyncProf.Profiles;
using AsyncProf.Profiles.Pprof;
using AsyncProf.Profiles.Text;
using AsyncProf.Testing;

namespace AsyncProf.Core.Tests.Profiles.Transforms;

public class ProfileMergeTests
{
    private const long Ms = 1_000_000;

    private static readonly RecordingInfo Usual = new() { DurationNs = 1000 * Ms };
    private static readonly RecordingInfo Measured = Usual with { Allocated = new AllocationInfo(900, 800, 0, 0, 0), Cpu = new CpuInfo(600 * Ms, 500 * Ms, 0, 0) };

    [Fact]
    public void Merge_OfRecordingsOfWhichOneMeasured_SaysSoAndKeepsItsTime()
    {
        RecordingInfo both = Merge(Measured, Usual);

        Assert.Equal((2, 1, 1), (both.Recordings, both.Allocated!.Recordings, both.Cpu!.Recordings));
        Assert.Equal((2000 * Ms, 1000 * Ms), (both.ObservedNs, both.AllocatedObservedNs));
        Assert.Contains("\nmeasured in 1 of 2 recordings: the process allocated 900 B", TextReport.Quality(both), StringComparison.Ordinal);
        Assert.Contains("\nmeasured in 1 of 2 recordings: the process used 600 ms", TextReport.Quality(both), StringComparison.Ordinal);
    }

    [Fact]
    public void Merge_OfSumsInAFile_GoesOnCounting()
    {
        AsyncProfile both = Build(Merge(Measured, Usual));
        using var file = new MemoryStream();
        both.Save(file);
        file.Position = 0;

        RecordingInfo all = AsyncProfile.Merge(ProfileFile.Read(file), Build(Measured), Build(Usual)).Recording;

        Assert.Equal((4, 2, 2), (all.Recordings, all.Allocated!.Recordings, all.Cpu!.Recordings));
        Assert.Equal(2000 * Ms, all.AllocatedObservedNs);
    }

    [Fact]
    public void Merge_OfRecordingsThatAllMeasured_SaysNothing()
    {
        RecordingInfo both = Merge(Measured, Measured);

        Assert.False(both.AllocatedInSome || both.CpuInSome);
        Assert.Equal(2000 * Ms, both.AllocatedObservedNs);
        Assert.DoesNotContain("measured in", TextReport.Quality(both), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Merge_OfAnEstimateAndNothing_IsAnEstimate(bool isEstimate) =>
        Assert.Equal(isEstimate, Merge(Measured with { Allocated = Measured.Allocated! with { IsEstimate = isEstimate } }, Usual).Allocated!.IsEstimate);

    [Fact]
    public void Columns_OfProcessorsThatSomeMeasured_DoNotSayWhatHeldThreads()
    {
        var script = new ScriptedProfile();
        int stack = script.Root("GET /", 2, 3000 * Ms);
        script.Computed(stack, 500 * Ms);
        CallNode root = script.Build(Merge(Measured, Usual)).Tree.Children[0];

        Assert.EndsWith(" 2.50 s", TreeColumns.Cpu.Cells(root, [root], false), StringComparison.Ordinal);
        Assert.EndsWith("  500 ms   500 ms        0        0        -", TreeColumns.CpuInSome.Cells(root, [root], false), StringComparison.Ordinal);
    }

    private static RecordingInfo Merge(params RecordingInfo[] recordings) => AsyncProfile.Merge([.. recordings.Select(Build)]).Recording;

    private static AsyncProfile Build(RecordingInfo recording) => new ScriptedProfile().Build(recording);
}
