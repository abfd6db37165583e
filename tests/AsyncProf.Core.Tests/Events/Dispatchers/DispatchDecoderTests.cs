using AsyncProf.Events;
using AsyncProf.Events.Dispatchers;
using AsyncProf.Testing.Dispatchers;

namespace AsyncProf.Core.Tests.Events.Dispatchers;

public class DispatchDecoderTests
{
    private readonly DispatchDecoder _decoder = new();
    private readonly List<AsyncEvent> _events = [];

    [Theory]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void Decode_OfEveryEntry_GivesItsEvent(int id)
    {
        DispatchBufferWriter written = New().Reset().At(11).Create(id, 7).CreateStack(id, 7, 0, 5).At(12).Resume(id).ResumeStack(id, -3, long.MaxValue, long.MinValue)
            .At(300).ResumeMethod().Unwind(int.MaxValue).CompleteMethod().ResetWrapperIndex().SyncClock(1).SuspendStack(id).Suspend().At(1L << 40).Complete();

        AssertWhole(written);
        Assert.Equal(
            [
                AsyncEvent.Dispatch(10, AsyncEventKind.DispatchReset),
                AsyncEvent.Dispatch(11, AsyncEventKind.DispatchBegin, 7, id),
                .. Stack(11, 7, DispatchMoment.Begin, 0, 5),
                AsyncEvent.Dispatch(12, AsyncEventKind.DispatchResume, id),
                .. Stack(12, id, DispatchMoment.Resume, -3, long.MaxValue, long.MinValue),
                AsyncEvent.Dispatch(300, AsyncEventKind.DispatchMethodResume),
                AsyncEvent.Dispatch(300, AsyncEventKind.DispatchUnwind, otherId: int.MaxValue),
                AsyncEvent.Dispatch(300, AsyncEventKind.DispatchMethodComplete),
                .. Stack(300, id, DispatchMoment.Suspend),
                AsyncEvent.Dispatch(300, AsyncEventKind.DispatchSuspend),
                AsyncEvent.Dispatch(1L << 40, AsyncEventKind.DispatchComplete),
            ],
            _events);
    }

    [Fact]
    public void Decode_Of255Frames_GivesAll()
    {
        long[] frames = [.. Enumerable.Range(0, 255).Select(i => 0x7F0000000000 + (i % 2 == 0 ? i * 4096L : -i))];

        AssertWhole(New().ResumeStack(3, frames));
        Assert.Equal(Stack(10, 3, DispatchMoment.Resume, frames), _events);
    }

    [Fact]
    public void Decode_OfAnIdWithoutItsSign_IsTheSameId()
    {
        AssertWhole(New().Raw(2, 1, [.. new DispatchPayload().Number(uint.MaxValue).Written]));
        Assert.Equal([AsyncEvent.Dispatch(10, AsyncEventKind.DispatchResume, -1)], _events);
    }

    [Fact]
    public void Decode_OfABufferWithoutEntries_GivesNothing()
    {
        AssertWhole(New());
        Assert.Empty(_events);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Decode_OfAnUnknownEntryThatWasAnnounced_SkipsIt(byte width)
    {
        byte[] payload = new byte[width == 0 ? 0 : width == 1 ? 255 : 300];

        AssertWhole(New().Metadata(10_000_000, 1024, [(24, 2, width)]));
        AssertWhole(New().Resume(1).At(20).Raw(24, width, payload).Suspend());

        Assert.Equal([AsyncEvent.Dispatch(10, AsyncEventKind.DispatchResume, 1), AsyncEvent.Dispatch(20, AsyncEventKind.DispatchSuspend)], _events);
        Assert.Equal((10_000_000, 1024), (_decoder.Manifest.Frequency, _decoder.Manifest.BufferSize));
    }

    [Fact]
    public void Decode_OfAnUnknownEntryThatNobodyAnnounced_EndsThere()
    {
        AssertDamaged(New().Resume(1).At(20).Raw(24, 1, 0).Suspend());
        Assert.Equal([AsyncEvent.Dispatch(10, AsyncEventKind.DispatchResume, 1), AsyncEvent.Gap(10)], _events);
        Assert.Equal(1, _decoder.Entries);
    }

    [Fact]
    public void Decode_OfALaterManifest_ForgetsTheEarlier()
    {
        AssertWhole(New().Metadata(rows: [(24, 1, 1)]).Raw(24, 1, 0).Metadata());
        AssertDamaged(New().Raw(24, 1, 0));
    }

    [Fact]
    public void Decode_OfAnotherWidth_FollowsTheManifest()
    {
        AssertWhole(New().Metadata(rows: [(1, 1, 2), (11, 1, 0)]).Raw(1, 2, 5, 6).Raw(11, 0));
        Assert.Equal([AsyncEvent.Dispatch(10, AsyncEventKind.DispatchBegin, 6, 5)], _events);
    }

    [Fact]
    public void Decode_OfOneListAgain_Appends()
    {
        AssertWhole(New().Suspend());
        AssertWhole(New().Complete());
        AssertDamaged(New().Raw(99, 0));

        Assert.Equal([AsyncEventKind.DispatchSuspend, AsyncEventKind.DispatchComplete, AsyncEventKind.Gap], _events.Select(e => e.Kind));
        Assert.Equal((3, 2, 1, 0), (_decoder.Buffers, _decoder.Entries, _decoder.Damaged, _decoder.Refused));
    }

    [Fact]
    public void Decode_WithRoomInTheList_AllocatesNothing()
    {
        byte[] buffer = New().Metadata().Create(0, 1).CreateStack(0, 1, 0, 5, 9).Suspend().ToArray();
        _decoder.Decode(buffer, _events, out _);
        _events.Clear();
        long before = GC.GetAllocatedBytesForCurrentThread();

        _decoder.Decode(buffer, _events, out _);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static DispatchBufferWriter New() => new(context: 3, thread: 1234, start: 10);

    private static List<AsyncEvent> Stack(long time, int id, DispatchMoment moment, params long[] frames) =>
        [AsyncEvent.DispatchStack(time, id, frames.Length, moment), .. frames.Select(address => AsyncEvent.DispatchFrame(time, address))];

    private void AssertWhole(DispatchBufferWriter written)
    {
        Assert.True(_decoder.Decode(written.ToArray(), _events, out DispatchHeader header));
        Assert.Equal((3u, 1234ul, written.Count, 10), (header.Context, header.Thread, header.Entries, header.Start));
    }

    private void AssertDamaged(DispatchBufferWriter written) => Assert.False(_decoder.Decode(written.ToArray(), _events, out _));
}
