using System.Diagnostics;
using AsyncProf.Diffing;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Renderers;
using AsyncProf.Testing.Tiers;
using Xunit.Abstractions;

namespace AsyncProf.Analyzer.Tests.Diffing;

/// <summary>Sides as large as recordings get. Time depends on the machine, so that memory is what is bounded.</summary>
public class LargeSidesTests(ITestOutputHelper output)
{
    [Fact]
    public void Of_LargeSidesThatShareHalfTheirStacks_TakesLessThanAKilobyteAStack()
    {
        int stacks = Tier.Count(fast: 50_000, deep: 500_000);
        AsyncProfile from = Large(stacks, 0), to = Large(stacks, stacks / 2);
        long before = GC.GetAllocatedBytesForCurrentThread(), kept = GC.GetTotalMemory(forceFullCollection: true);
        long start = Stopwatch.GetTimestamp();

        var tree = DiffTree.Of(from, 1, to, 1);

        TimeSpan took = Stopwatch.GetElapsedTime(start);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before, held = GC.GetTotalMemory(forceFullCollection: true) - kept;
        using var page = new MemoryStream();
        start = Stopwatch.GetTimestamp();
        DiffPage.Write(tree, new DiffPageHead("x", "", [], []), page);
        TimeSpan written = Stopwatch.GetElapsedTime(start);
        using var self = Process.GetCurrentProcess();
        long peak = self.PeakWorkingSet64;
        start = Stopwatch.GetTimestamp();
        AsyncProfile change = DiffProfile.Of(from, 1, to, 1);
        output.WriteLine($"{stacks} stacks a side: {took.TotalSeconds:0.0} s, {allocated >> 20} MiB allocated, {held >> 20} MiB held");
        output.WriteLine($"page {written.TotalSeconds:0.0} s, {page.Length >> 10} KiB, {peak >> 20} MiB of memory at most; profile {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s");
        Assert.True(allocated < stacks * 2 * 1024L, $"{allocated} bytes for {stacks} stacks a side");
        Assert.True(page.Length < 8 << 20, $"a page of {page.Length} bytes");
        Assert.True(change.Data.Samples.Count > 0);
        GC.KeepAlive(tree);
    }

    /// <summary>Stacks of twenty frames below a hundred roots, numbered from one on.</summary>
    private static AsyncProfile Large(int stacks, int first)
    {
        var builder = new ProfileDataBuilder();
        for (int i = first; builder.StackCount <= stacks; i++)
        {
            int stack = builder.Intern(0, builder.Intern(new Frame(FrameKind.Entry, $"GET /{i % 100}", false)));
            for (int depth = 0; depth < 20; depth++)
            {
                stack = builder.Intern(stack, builder.Intern(new Frame(FrameKind.Method, $"Shop.Part{depth}.Method{(i / (depth + 1)) % 1000}", false)));
                var own = new TimeByState(1_000 + (i % 500), 2_000, 10, 0);
                builder.Add(new StackCharge(stack, new ChargeTags(RootKind.Request, OperationStatus.Completed, AwaitedBy.Parent, 100 + (i % 3)), new Measures(1, 4_000, own, own)));
            }
        }

        return new AsyncProfile(new RecordingInfo(), builder.Build());
    }
}
