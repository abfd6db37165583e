using AsyncProf.Events;
using AsyncProf.Events.Dispatchers;

namespace AsyncProf.Core.Tests.Events.Dispatchers;

public class DispatchVectorTests
{
    private readonly DispatchDecoder _decoder = new();
    private readonly List<AsyncEvent> _events = [];

    [Fact]
    public void Decode_OfMetadata_GivesNoEventAndTheManifest()
    {
        Assert.True(_decoder.Decode(DispatchVectors.Metadata, _events, out DispatchHeader header));

        Assert.Empty(_events);
        AssertHeader(header, size: 134, context: 1, thread: 9973, entries: 1, start: 559265245505, end: 559265245625);
        Assert.Equal((1_000_000_000, 16_128, true), (_decoder.Manifest.Frequency, _decoder.Manifest.BufferSize, _decoder.Manifest.IsUnderstood));
        AssertWhole(buffers: 1, entries: 1);
    }

    [Fact]
    public void Manifest_OfARuntime_SaysWhatIsBelievedBeforeIt()
    {
        Assert.Equal(Widths(new DispatchManifest()), WidthsAfter(DispatchVectors.Metadata));

        int[] WidthsAfter(byte[] buffer)
        {
            _decoder.Decode(buffer, _events, out _);
            return Widths(_decoder.Manifest);
        }
    }

    [Fact]
    public void Decode_OfAFirstSuspension_GivesItAndItsStack()
    {
        Assert.True(_decoder.Decode(DispatchVectors.Begin, _events, out DispatchHeader header));

        AssertHeader(header, size: 68, context: 1, thread: 9947, entries: 3, start: 558583878123, end: 558583935692);
        Assert.Equal(
            [
                AsyncEvent.Dispatch(558583878563, AsyncEventKind.DispatchReset),
                AsyncEvent.Dispatch(558583935692, AsyncEventKind.DispatchBegin, 1),
                .. Stack(558583935692, DispatchMoment.Begin, 0, 0x7F1110AC2E3B, 0x7F1110AC2C69, 0x7F1110AC2B02),
            ],
            _events);
        AssertWhole(buffers: 1, entries: 3);
    }

    [Fact]
    public void Decode_OfResumptions_GivesEveryEntry()
    {
        Assert.True(_decoder.Decode(DispatchVectors.Resumptions, _events, out DispatchHeader header));

        AssertHeader(header, size: 152, context: 2, thread: 9961, entries: 19, start: 558593027250, end: 558620110782);
        Assert.Equal(
            [
                AsyncEvent.Dispatch(558593027341, AsyncEventKind.DispatchReset),
                AsyncEvent.Dispatch(558593028312, AsyncEventKind.DispatchResume, 1),
                .. Stack(558593028312, DispatchMoment.Resume, 0, 0x7F1110AC2E3B, 0x7F1110AC2C69, 0x7F1110AC2B02),
                AsyncEvent.Dispatch(558593041798, AsyncEventKind.DispatchMethodResume),
                AsyncEvent.Dispatch(558593376274, AsyncEventKind.DispatchMethodComplete),
                AsyncEvent.Dispatch(558593382756, AsyncEventKind.DispatchMethodResume),
                AsyncEvent.Dispatch(558593583698, AsyncEventKind.DispatchMethodComplete),
                AsyncEvent.Dispatch(558593586954, AsyncEventKind.DispatchMethodResume),
                .. Stack(558596951278, DispatchMoment.Suspend, 0, 0x7F1110AC2CA6, 0x7F1110AC2B02),
                AsyncEvent.Dispatch(558596951278, AsyncEventKind.DispatchSuspend),
                AsyncEvent.Dispatch(558617647250, AsyncEventKind.DispatchResume, 1),
                .. Stack(558617647250, DispatchMoment.Resume, 0, 0x7F1110AC2CA6, 0x7F1110AC2B02),
                AsyncEvent.Dispatch(558617652270, AsyncEventKind.DispatchMethodResume),
                AsyncEvent.Dispatch(558617653833, AsyncEventKind.DispatchMethodComplete),
                AsyncEvent.Dispatch(558617655055, AsyncEventKind.DispatchMethodResume),
                AsyncEvent.Dispatch(558617659243, AsyncEventKind.DispatchMethodComplete),
                AsyncEvent.Dispatch(558617659403, AsyncEventKind.DispatchMethodResume),
                AsyncEvent.Dispatch(558620109119, AsyncEventKind.DispatchMethodComplete),
                AsyncEvent.Dispatch(558620110782, AsyncEventKind.DispatchComplete),
            ],
            _events);
        AssertWhole(buffers: 1, entries: 19);
    }

    [Fact]
    public void Decode_OfStateMachines_GivesOnlyTheResets()
    {
        Assert.True(_decoder.Decode(DispatchVectors.MachineBegin, _events, out DispatchHeader first));
        Assert.True(_decoder.Decode(DispatchVectors.MachineResumptions, _events, out DispatchHeader second));

        AssertHeader(first, size: 47, context: 1, thread: 9973, entries: 2, start: 559266284880, end: 559266446217);
        AssertHeader(second, size: 136, context: 2, thread: 9981, entries: 15, start: 559286444263, end: 559321440593);
        Assert.Equal([AsyncEvent.Dispatch(559266285252, AsyncEventKind.DispatchReset), AsyncEvent.Dispatch(559286444383, AsyncEventKind.DispatchReset)], _events);
        AssertWhole(buffers: 2, entries: 17);
    }

    [Fact]
    public void Decode_OfABufferThatBeginsInAnEntry_CountsFromTheEntryBefore()
    {
        var decoder = new DispatchDecoder();
        List<AsyncEvent> events = [];

        Assert.True(decoder.Decode(DispatchVectors.AfterFlush, events, out DispatchHeader header));

        Assert.Equal(0, decoder.Damaged);
        Assert.Equal(AsyncEventKind.DispatchStack, events[0].Kind);
        Assert.Equal(header.Start - 22_803, events[0].Timestamp);
        AsyncEvent resumed = Assert.Single(events, e => e.Kind == AsyncEventKind.DispatchResume);
        Assert.Equal(events[0].Timestamp + 100_201_264, resumed.Timestamp);
        Assert.Equal(header.End, events[^1].Timestamp);
    }

    [Fact]
    public void Decode_OfABufferThatStartsAfterItsEnd_CountsBackFromTheEnd()
    {
        Assert.True(_decoder.Decode(DispatchVectors.BegunAfterItsEnd, _events, out DispatchHeader header));

        Assert.Equal(0, _decoder.Damaged);
        Assert.Equal(8_766, header.Start - header.End);
        Assert.Equal(AsyncEventKind.DispatchSuspend, _events[^1].Kind);
        Assert.All(_events, e => Assert.Equal(header.End, e.Timestamp));
    }

    [Fact]
    public void Decode_OfEveryPrefix_KeepsWhatCameBeforeTheEndAndSaysSo()
    {
        byte[] buffer = DispatchVectors.Resumptions;
        _decoder.Decode(buffer, _events, out _);
        for (int length = 0; length < buffer.Length; length++)
        {
            List<AsyncEvent> prefix = [];

            Assert.False(_decoder.Decode(buffer.AsSpan(0, length), prefix, out DispatchHeader header));

            Assert.Equal(length < DispatchHeader.Length ? 0 : 9961u, header.Thread);
            if (length < DispatchHeader.Length)
            {
                Assert.Empty(prefix);
                continue;
            }

            AsyncEvent gap = prefix[^1];
            prefix.RemoveAt(prefix.Count - 1);
            Assert.Equal(AsyncEvent.Gap(prefix.Count == 0 ? header.Start : prefix[^1].Timestamp), gap);
            Assert.Equal(_events.Take(prefix.Count), prefix);
            Assert.True(prefix.Count < _events.Count);
        }

        Assert.Equal(buffer.Length, _decoder.Damaged);
    }

    private static List<AsyncEvent> Stack(long time, DispatchMoment moment, params long[] frames) =>
        [AsyncEvent.DispatchStack(time, 1, frames.Length, moment), .. frames.Select(address => AsyncEvent.DispatchFrame(time, address))];

    private static int[] Widths(DispatchManifest manifest) =>
        [.. Enumerable.Range(0, 256).Select(id => manifest.TryWidthOf((byte)id, out int width) ? width : -1)];

    private static void AssertHeader(DispatchHeader header, uint size, uint context, ulong thread, uint entries, long start, long end)
    {
        Assert.Equal((1, size, context, thread), (header.Version, header.Size, header.Context, header.Thread));
        Assert.Equal((entries, start, end), (header.Entries, header.Start, header.End));
    }

    private void AssertWhole(long buffers, long entries)
    {
        Assert.Equal((buffers, entries, 0, 0), (_decoder.Buffers, _decoder.Entries, _decoder.Damaged, _decoder.Refused));
        Assert.Empty(_decoder.Refusal);
    }
}
