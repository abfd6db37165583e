using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Pprof;
using AsyncProf.Testing;
using AsyncProf.Testing.Simulation;
using AsyncProf.Testing.Tiers;

namespace AsyncProf.Core.Tests.Samples;

/// <summary>What logical stacks allocated, by synchronous frames and types: random programs that allocate each tick.</summary>
public class AllocationDivisionTests
{
    private static readonly int Programs = Tier.Count(fast: 60, deep: 600);

    [Fact]
    public void Divide_OfWhatWasMeasured_ChangesNoMethodAndNoSum()
    {
        for (int seed = 0; seed < Programs; seed++)
        {
            AsyncProfile measured = Measured(seed), divided = Sampled(seed, isMeasured: true).Profile;

            Assert.Equal(measured.Tree.UsedTotal, divided.Tree.UsedTotal);
            Assert.Equal(Uses(measured), Uses(divided));
            Assert.Equal(measured.Roots.Select(root => $"{root.Name} {root.UsedSelf} {root.Used}").Order(StringComparer.Ordinal), divided.Roots.Select(root => $"{root.Name} {root.UsedSelf} {root.Used}").Order(StringComparer.Ordinal));
            Assert.Equal(measured.Methods.Select(row => $"{row.Method} {row.TaskSelf} {row.ElapsedSelf}").Order(StringComparer.Ordinal), divided.Methods.Where(row => row.Kind is FrameKind.Method or FrameKind.Entry).Select(row => $"{row.Method} {row.TaskSelf} {row.ElapsedSelf}").Order(StringComparer.Ordinal));
            Assert.All(divided.Methods, row => Assert.InRange(row.AllocatedTypes.Sum(type => type.Bytes), 0, row.UsedSelf.AllocatedBytes));
            Assert.All(divided.Methods.Where(row => row.Kind is FrameKind.Sync or FrameKind.External), row => Assert.Equal(0, row.UsedSelf.AllocatedBytes));
        }
    }

    [Fact]
    public void Divide_OfWhatWasNotMeasured_IsWhatSamplesStandFor()
    {
        for (int seed = 0; seed < Programs; seed++)
        {
            (AsyncProfile estimated, long sampled, long outside) = Sampled(seed, isMeasured: false);

            Assert.InRange(estimated.Tree.UsedTotal.AllocatedBytes, 0, sampled - outside); // of what is over when it is told of, nothing is known
            Assert.Equal(estimated.Tree.UsedTotal.AllocatedBytes, estimated.Methods.Sum(row => row.UsedSelf.AllocatedBytes));
            Assert.Equal(estimated.Tree.UsedTotal.AllocatedBytes, estimated.Recording.Allocated?.OperationsBytes);
        }
    }

    [Fact]
    public void File_OfDividedAllocations_TellsTheSame()
    {
        for (int seed = 0; seed < Programs / 10; seed++)
        {
            AsyncProfile divided = Sampled(seed, isMeasured: true).Profile;
            divided = new AsyncProfile(divided.Recording with { Cpu = new CpuInfo(1, 0, 0, 0) }, divided.Data);
            AsyncProfile read = PprofReader.Read(PprofWriter.Write(divided));

            Assert.Equal(ProfileDump.Of(divided), ProfileDump.Of(read));
            Assert.Equal(divided.Methods.Select(row => (row.Method, row.UsedSelf, row.UsedTotal, string.Join(", ", row.AllocatedTypes))), read.Methods.Select(row => (row.Method, row.UsedSelf, row.UsedTotal, string.Join(", ", row.AllocatedTypes))));
        }
    }

    private static IEnumerable<(string, ResourceUse, ResourceUse)> Uses(AsyncProfile profile) =>
        profile.Methods.Where(row => row.Kind is FrameKind.Method or FrameKind.Entry).Select(row => (row.Method, row.UsedSelf, row.UsedTotal)).OrderBy(row => row.Method, StringComparer.Ordinal);

    private static AsyncProfile Measured(int seed)
    {
        (NameTable names, IReadOnlyList<LoggedEvent> log) = Run(seed);
        return Playback.Of(names, MeteredLog.Of(log)).Profile;
    }

    private static (AsyncProfile Profile, long Sampled, long Outside) Sampled(int seed, bool isMeasured)
    {
        (NameTable names, IReadOnlyList<LoggedEvent> log) = Run(seed);
        var random = new Random(seed);
        ScriptedStacks stacks = ScriptedStacks.Random(random);
        var sites = new ScriptedSites(stacks.Count);
        var playback = new Playback(names);
        long sampled = 0;
        long outside = playback.FeedAllocating(isMeasured ? MeteredLog.Of(log) : log, (_, _) =>
        {
            long bytes = random.Next(1, 1000);
            sampled += bytes;
            return (random.Next(sites.Count), bytes);
        });
        return (playback.FinishAllocating(stacks, sites, new AllocationInfo(1, 0, 0, 0, 0) { IsEstimate = !isMeasured }), sampled, outside);
    }

    private static (NameTable Names, IReadOnlyList<LoggedEvent> Log) Run(int seed)
    {
        var names = new NameTable();
        var simulator = new Simulator(names);
        simulator.Play(new RandomProgram(seed, simulator).Main());
        return (names, simulator.Log);
    }
}
