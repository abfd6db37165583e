using System.Buffers.Binary;
using AsyncProf.Events;
using AsyncProf.Events.Dispatchers;
using AsyncProf.Testing.Dispatchers;

namespace AsyncProf.Core.Tests.Events.Dispatchers;

public class DispatchDamageTests
{
    private const byte Resume = 2;
    private const byte Unwind = 5;
    private const byte ResumeStack = 7;
    private const byte Metadata = 22;

    private readonly DispatchDecoder _decoder = new();
    private readonly List<AsyncEvent> _events = [];

    public static TheoryData<byte, int, string> DamagedEntries => new()
    {
        { Resume, 1, "" }, // nothing where an id belongs
        { Resume, 1, "0101" }, // more than an id
        { Resume, 1, "8080808010" }, // 2^32: no id
        { Resume, 1, "FFFFFFFFF7FFFFFFFF01" }, // below the least int
        { Resume, 1, "80808080808080808002" }, // a number of 65 bits
        { Resume, 1, "8080808080808080808000" }, // a number of more than 10 bytes
        { Unwind, 1, "8080808008" }, // 2^31
        { Unwind, 1, "808080808000" }, // a number of more than 5 bytes
        { ResumeStack, 2, "01000001" }, // another type
        { ResumeStack, 2, "0000020105" }, // two frames, but room for one
        { ResumeStack, 2, "000001010506" }, // one frame, but two
        { ResumeStack, 2, "0000FF0105" }, // 255 frames, but room for one
        { ResumeStack, 2, "00" },
        { Metadata, 2, "" },
        { Metadata, 2, "0001010120" }, // no manifest
        { Metadata, 2, "000101012000" }, // no ticks in a second
        { Metadata, 2, "01010101200200" }, // fewer rows than it says
        { Metadata, 2, "0101010120010102FF" }, // a width that cannot be
        { Metadata, 2, "010101012001180101FF" }, // more than its rows
    };

    [Theory]
    [MemberData(nameof(DamagedEntries))]
    public void Decode_OfADamagedEntry_EndsBeforeIt(byte id, int width, string payload)
    {
        byte[] buffer = New().Resume(1).At(20).Raw(id, width, Convert.FromHexString(payload)).Suspend().ToArray();

        AssertDamaged(buffer, AsyncEvent.Dispatch(10, AsyncEventKind.DispatchResume, 1), AsyncEvent.Gap(10));
        Assert.Equal(0, _decoder.Manifest.Frequency);
    }

    [Theory]
    [InlineData(1, 0)] // shorter than its header
    [InlineData(1, 40)] // shorter than its entries
    [InlineData(1, 44)] // longer than it is
    [InlineData(17, 2)] // fewer entries
    [InlineData(17, 4)] // more entries
    [InlineData(29, 29)] // the end before the last entry
    [InlineData(29, 31)] // the end after the last entry
    [InlineData(28, 0x80)] // a start below zero
    [InlineData(36, 0x80)] // an end below zero
    public void Decode_OfAnotherHeader_IsDamaged(int at, byte value)
    {
        byte[] buffer = New().Suspend().At(20).Suspend().At(30).Suspend().ToArray();
        Assert.Equal(43, buffer.Length);
        buffer[at] = value;

        Assert.False(_decoder.Decode(buffer, _events, out _));

        Assert.Equal((1, 0), (_decoder.Damaged, _decoder.Refused));
        Assert.Empty(_decoder.Refusal);
        Assert.All(_events.Take(Math.Max(0, _events.Count - 1)), e => Assert.Equal(AsyncEventKind.DispatchSuspend, e.Kind));
    }

    [Fact]
    public void Decode_OfATimeBeyondTheClock_EndsBeforeIt()
    {
        // The greatest difference there can be: the sum would be before the start.
        byte[] buffer = [.. New().Suspend().ToArray(), 3, .. new DispatchPayload().Number(ulong.MaxValue).Written];
        BinaryPrimitives.WriteInt32LittleEndian(buffer.AsSpan(1), buffer.Length);
        BinaryPrimitives.WriteInt64LittleEndian(buffer.AsSpan(29), long.MaxValue);

        AssertDamaged(buffer, AsyncEvent.Dispatch(10, AsyncEventKind.DispatchSuspend), AsyncEvent.Gap(10));
    }

    [Fact]
    public void Decode_OfAnotherHeaderVersion_IsRefusedWithASentence()
    {
        AssertRefused(new DispatchBufferWriter(3, 1234, 10) { Version = 2 }.Resume(1).ToArray());
        Assert.Equal("The events of runtime-async came in buffers of version 2, which is not understood: they are left out.", _decoder.Refusal);
    }

    [Fact]
    public void Decode_OfAnotherEntryVersion_IsRefusedUntilAManifestIsUnderstood()
    {
        AssertRefused(New().Suspend().Metadata(rows: [(15, 2, 1), (6, 3, 1), (7, 2, 2)]).Suspend().Raw(6, 1, 1, 2, 3).ToArray());
        AssertRefused(New().Suspend().ToArray());
        Assert.Equal("The events of runtime-async came in version 3 of entry 6 (CreateStack), which is not understood: they are left out.", _decoder.Refusal);

        Assert.True(_decoder.Decode(New().Suspend().Metadata().Suspend().ToArray(), _events, out _));
        Assert.Equal([AsyncEvent.Dispatch(10, AsyncEventKind.DispatchSuspend)], _events);
    }

    [Fact]
    public void Decode_OfAnotherMetadataVersion_IsRefusedWhateverFollowsInIt()
    {
        AssertRefused(New().Raw(Metadata, 2, 1, 1, 1, 1, 32, 1, Metadata, 2, 2, 99, 98).ToArray());
        Assert.Contains("version 2 of entry 22 (Metadata)", _decoder.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_OfMoreThanTheLargestBuffer_IsRefusedWithASentence()
    {
        DispatchBufferWriter written = New();
        while (written.Length < DispatchEvents.LargestBuffer - 1)
            written.Suspend();
        byte[] largest = written.ToArray();

        Assert.True(_decoder.Decode(largest, [], out _));
        AssertRefused([.. largest, 0, 0]);
        Assert.Contains("more than 65,536 bytes", _decoder.Refusal, StringComparison.Ordinal);
    }

    private static DispatchBufferWriter New() => new(context: 3, thread: 1234, start: 10);

    private void AssertDamaged(byte[] buffer, params AsyncEvent[] expected)
    {
        Assert.False(_decoder.Decode(buffer, _events, out _));
        Assert.Equal(expected, _events);
        Assert.Equal((1, 0), (_decoder.Damaged, _decoder.Refused));
        Assert.Empty(_decoder.Refusal);
    }

    private void AssertRefused(byte[] buffer)
    {
        long before = _decoder.Refused;
        Assert.False(_decoder.Decode(buffer, _events, out _));
        Assert.Empty(_events);
        Assert.Equal((before + 1, 0), (_decoder.Refused, _decoder.Damaged));
    }
}
