using System.Buffers.Binary;
using AsyncProf.Events.Batches;

namespace AsyncProf.Decoding.Stacks;

/// <summary>
/// Reads the events of a short <c>.nettrace</c> stream of version 4 with the addresses of their stacks, which TraceEvent does not hand out. The stream comes from the
/// process that is recorded, and can hold anything. The layout: https://github.com/microsoft/perfview/blob/main/src/TraceEvent/EventPipe/NetTraceFormat.md.
/// </summary>
internal sealed class StackedEvents
{
    private const int PointerSizeAt = 32;

    private readonly Dictionary<int, (string Provider, int Event)> _descriptions = [];
    private readonly Dictionary<uint, ulong[]> _stacks = [];
    private readonly Handler _onEvent;
    private int _pointerSize = sizeof(ulong);

    private StackedEvents(Handler onEvent) => _onEvent = onEvent;

    /// <summary>Takes one event with its stack, the leaf first. The payload is only there during the call.</summary>
    public delegate void Handler(string provider, int id, long timestamp, ReadOnlySpan<byte> payload, ulong[] stack);

    /// <summary>Reads a stream up to its last whole block, which need not be its end.</summary>
    /// <exception cref="BatchFormatException">It is damaged.</exception>
    public static void Read(ReadOnlySpan<byte> stream, Handler onEvent)
    {
        var events = new StackedEvents(onEvent);
        if (!stream.StartsWith(NettraceLayout.Begin))
            throw new BatchFormatException("It is not a stream of version 4.");
        for (int at = NettraceLayout.Begin.Length; events.TryBlock(stream, ref at);)
        {
        }
    }

    private bool TryBlock(ReadOnlySpan<byte> stream, ref int at)
    {
        ReadOnlySpan<byte> head = stream[at..];
        if (head.Length < NettraceLayout.NameAt + NettraceLayout.LongestName || !NettraceLayout.TryHead(head, out _, out int length))
            return false;
        ReadOnlySpan<byte> name = head.Slice(NettraceLayout.NameAt, length);
        int content = at + NettraceLayout.NameAt + length + 1;
        if (name.SequenceEqual(NettraceLayout.Trace))
        {
            if (stream.Length < content + NettraceLayout.TraceLength)
                return false;
            _pointerSize = BinaryPrimitives.ReadInt32LittleEndian(stream[(content + PointerSizeAt)..]) == sizeof(uint) ? sizeof(uint) : sizeof(ulong);
            at = content + NettraceLayout.TraceLength + 1;
            return true;
        }

        if (stream.Length < content + sizeof(int))
            return false;
        int size = BinaryPrimitives.ReadInt32LittleEndian(stream[content..]);
        int data = (content + sizeof(int) + 3) & ~3;
        if (size < 0 || size > stream.Length - data - 1)
            return false;
        TakeBlock(name, stream.Slice(data, size));
        at = data + size + 1;
        return true;
    }

    private void TakeBlock(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        if (name.SequenceEqual("StackBlock"u8))
            TakeStacks(data);
        else if (name.SequenceEqual(NettraceLayout.Description))
            EventBlock.Read(data, (_, _, _, payload) => Describe(payload));
        else if (name.SequenceEqual("EventBlock"u8))
            EventBlock.Read(data, TakeEvent);
    }

    private void TakeEvent(int description, uint stack, long timestamp, ReadOnlySpan<byte> payload)
    {
        if (_descriptions.TryGetValue(description, out (string Provider, int Event) known))
            _onEvent(known.Provider, known.Event, timestamp, payload, _stacks.GetValueOrDefault(stack, []));
    }

    /// <summary>Stacks are numbered one after the other; a number that comes again means the newer one.</summary>
    private void TakeStacks(ReadOnlySpan<byte> data)
    {
        var reader = new ByteReader(data);
        uint first = BinaryPrimitives.ReadUInt32LittleEndian(reader.Bytes(sizeof(uint)));
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(reader.Bytes(sizeof(uint)));
        for (uint i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> stack = reader.Bytes(BinaryPrimitives.ReadInt32LittleEndian(reader.Bytes(sizeof(int))));
            var frames = new ulong[stack.Length / _pointerSize];
            for (int frame = 0; frame < frames.Length; frame++)
            {
                ReadOnlySpan<byte> address = stack[(frame * _pointerSize)..];
                frames[frame] = _pointerSize == sizeof(uint) ? BinaryPrimitives.ReadUInt32LittleEndian(address) : BinaryPrimitives.ReadUInt64LittleEndian(address);
            }

            _stacks[unchecked(first + i)] = frames;
        }
    }

    private void Describe(ReadOnlySpan<byte> payload)
    {
        var reader = new ByteReader(payload);
        int id = BinaryPrimitives.ReadInt32LittleEndian(reader.Bytes(sizeof(int)));
        string provider = TplDecoder.Text(payload[sizeof(int)..]).ToString();
        reader.Bytes((provider.Length + 1) * sizeof(char));
        _descriptions[id] = (provider, BinaryPrimitives.ReadInt32LittleEndian(reader.Bytes(sizeof(int))));
    }
}
