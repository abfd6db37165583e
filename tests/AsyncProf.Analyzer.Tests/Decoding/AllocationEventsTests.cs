using System.Text;
using AsyncProf.Decoding;
using AsyncProf.Decoding.Samples;

namespace AsyncProf.Analyzer.Tests.Decoding;

/// <summary>The runtime's samples of allocations, as they lie in a recording.</summary>
public class AllocationEventsTests
{
    [Fact]
    public void TryRead_OfATick_TellsTypeAndAmount()
    {
        Assert.True(AllocationEvents.TryRead(AllocationEvents.Tick, Tick("System.Byte[]", 106_496, kind: 0), out AllocationSample sample));
        Assert.Equal(("System.Byte[]", 106_496L, false), (sample.Type.ToString(), sample.Bytes, sample.IsLarge));
        Assert.True(AllocationEvents.TryRead(AllocationEvents.Tick, Tick("System.Byte[]", 1 << 20, kind: 1), out sample));
        Assert.True(sample.IsLarge);
    }

    [Theory]
    [InlineData(24, 102_412)] // a small one was as likely to be hit as one in that many bytes
    [InlineData(102_400, 161_994)]
    [InlineData(10_000_000, 10_000_000)] // a large one surely was
    public void TryRead_OfASampleByChance_StandsForItsSizeByTheChance(long size, long bytes)
    {
        Assert.True(AllocationEvents.TryRead(AllocationEvents.Sample, ByChance("Shop.Order", size), out AllocationSample sample));
        Assert.Equal("Shop.Order", sample.Type.ToString());
        Assert.InRange(sample.Bytes, bytes - 2, bytes + 2);
    }

    [Fact]
    public void TryRead_OfWhatIsCutOrCannotBe_IsNothing()
    {
        byte[] tick = Tick("System.Byte[]", 106_496, kind: 0), sample = ByChance("Shop.Order", 64);
        for (int length = 0; length < 28; length++)
            Assert.False(AllocationEvents.TryRead(AllocationEvents.Tick, tick.AsSpan(0, length), out _));
        for (int length = 0; length < sample.Length; length++)
            Assert.False(AllocationEvents.TryRead(AllocationEvents.Sample, sample.AsSpan(0, length), out _));
        Assert.False(AllocationEvents.TryRead(AllocationEvents.Tick, Tick("X", -1, kind: 0), out _));
        Assert.False(AllocationEvents.TryRead(AllocationEvents.Sample, ByChance("X", long.MaxValue), out _));
        Assert.False(AllocationEvents.TryRead(AllocationEvents.Sample, ByChance("X", 0), out _));
    }

    [Theory]
    [InlineData("System.Runtime.CompilerServices.AsyncMethodBuilderCore+ContinuationWrapper")]
    [InlineData("AsyncProf.Events.AsyncEvent[]")]
    public void TryRead_OfWhatOnlyTracingAllocates_IsNothing(string type) => Assert.False(AllocationEvents.TryRead(AllocationEvents.Sample, ByChance(type, 64), out _));

    [Fact]
    public void Sites_OfMoreTypesThanThereCanBe_AreBounded()
    {
        var sites = new AllocationSites();
        for (int i = 0; i < 250_000; i++)
            Assert.InRange(sites.Intern(i, new AllocationSample($"Type{i % 30_000}", 1, false)), -1, 200_000);

        Assert.InRange(sites.KeptBytes, 1, 64 << 20);
        int one = sites.Intern(-1, new AllocationSample("System.Collections.Generic.List`1[System.Int32]", 1, false));
        Assert.True(one < 0 || sites[one].Type is "System.Collections.Generic.List<System.Int32>" or "(other types)");
    }

    [Fact]
    public void Sites_OfOneType_TellLargeObjectsApart()
    {
        var sites = new AllocationSites();
        int small = sites.Intern(3, new AllocationSample("System.Byte[]", 1, false)), large = sites.Intern(3, new AllocationSample("System.Byte[]", 1, true));

        Assert.Equal(((3, "System.Byte[]"), (3, "System.Byte[] (large)")), (sites[small], sites[large]));
        Assert.Equal(small, sites.Intern(3, new AllocationSample("System.Byte[]", 1, false)));
    }

    private static byte[] Tick(string type, long amount, int kind) => [.. BitConverter.GetBytes((int)amount), .. BitConverter.GetBytes(kind), 0, 0, .. BitConverter.GetBytes(amount), .. new byte[8], .. Encoding.Unicode.GetBytes(type), 0, 0, .. new byte[20]];

    private static byte[] ByChance(string type, long size) => [0, 0, 0, 0, 0, 0, .. new byte[8], .. Encoding.Unicode.GetBytes(type), 0, 0, .. new byte[8], .. BitConverter.GetBytes(size), .. new byte[8]];
}
