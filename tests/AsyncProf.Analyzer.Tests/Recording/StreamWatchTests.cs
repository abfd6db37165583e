using System.Runtime.InteropServices;
using System.Text;
using AsyncProf.Events.Batches;
using AsyncProf.Recording;
using AsyncProf.Recording.Attaching;

namespace AsyncProf.Analyzer.Tests.Recording;

public class StreamWatchTests
{
    private static readonly byte[] Stream =
    [
        .. new byte[1_000],
        .. Longs(BatchEvents.HelloMark1, BatchEvents.HelloMark2),
        .. new byte[300],
        .. Longs(BatchEvents.HeartbeatMark1, BatchEvents.HeartbeatMark2, 0, 10, 2, 1, 0),
        .. new byte[100],
        .. Longs(BatchEvents.HeartbeatMark1, BatchEvents.HeartbeatMark2, 0, 4_000, 50, 3, 0),
        .. new byte[20],
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(10_000)]
    public void Take_InPiecesOfAnySize_FindsTheHelloAndTheLastHeartbeat(int size)
    {
        var watch = new StreamWatch();
        for (int at = 0; at < Stream.Length; at += size)
            watch.Take(Stream.AsSpan(at, Math.Min(size, Stream.Length - at)));

        Assert.True(watch.Hello.IsCompleted);
        Assert.Equal(new RecordingProgress(4_000, 50, 3), watch.Progress);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(10_000)]
    public void Take_AnEnd_KnowsThatAllHasBeenSent(int size)
    {
        byte[] end = [.. new byte[70], .. Longs(40, 2, 3, BatchEvents.EndMark1, BatchEvents.EndMark2)];
        var watch = new StreamWatch();
        for (int at = 0; at < end.Length - 1; at += size)
            watch.Take(end.AsSpan(at, Math.Min(size, end.Length - 1 - at)));
        Assert.False(watch.End.IsCompleted);
        watch.Take(end.AsSpan(end.Length - 1));

        Assert.True(watch.End.IsCompleted);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(10_000)]
    public void Take_AHello_KnowsHowEventsAreReceivedOnceAllOfItIsThere(int size)
    {
        byte[] hello = [.. Longs(BatchEvents.HelloMark1, BatchEvents.HelloMark2), .. new byte[36], .. Encoding.Unicode.GetBytes("1\0p\0r\0o\0a\0agent\0frames\0listener (no field)\0")];
        var watch = new StreamWatch();
        for (int at = 0; at < hello.Length - 1; at += size)
            watch.Take(hello.AsSpan(at, Math.Min(size, hello.Length - 1 - at)));
        Assert.False(watch.Hello.IsCompleted);
        watch.Take([0, 1, 2, 3]);

        Assert.True(watch.Hello.IsCompleted);
        Assert.Equal("listener (no field)", watch.EventsBy);
    }

    [Fact]
    public void Take_AHelloWithoutEnd_IsNotWaitedFor()
    {
        var watch = new StreamWatch();
        watch.Take([.. Longs(BatchEvents.HelloMark1, BatchEvents.HelloMark2), .. Enumerable.Repeat((byte)'x', 10_000)]);
        Assert.False(watch.Hello.IsCompleted);
        watch.Take(Enumerable.Repeat((byte)'x', 10_000).ToArray());

        Assert.True(watch.Hello.IsCompleted);
    }

    [Fact]
    public void Take_WithoutMarks_FindsNothing()
    {
        var watch = new StreamWatch();
        watch.Take(Stream.AsSpan(0, 1_010));

        Assert.False(watch.Hello.IsCompleted);
        Assert.Null(watch.Progress);
        Assert.Null(watch.Edges);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(1_000)]
    public void Take_EdgesToldTwice_KnowsTheLast(int size)
    {
        byte[] told = [.. Longs(BatchEvents.EdgesMark1, BatchEvents.EdgesMark2), 1, 0, 0, 0, .. new byte[100], .. Longs(BatchEvents.EdgesMark1, BatchEvents.EdgesMark2), 0, 0, 0, 0, 9];
        var watch = new StreamWatch();
        watch.Take(told.AsSpan(0, 60));
        Assert.Equal(BatchEvents.EdgesByTasks, watch.Edges);
        for (int at = 60; at < told.Length; at += size)
            watch.Take(told.AsSpan(at, Math.Min(size, told.Length - at)));

        Assert.Equal(BatchEvents.EdgesByEvents, watch.Edges);
    }

    private static byte[] Longs(params long[] values) => MemoryMarshal.AsBytes<long>(values).ToArray();
}
