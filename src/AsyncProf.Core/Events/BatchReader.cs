using System.Text;

namespace AsyncProf.Events;

/// <summary>
/// Reads batches, from anywhere: never past the end, never allocating by a length it has not checked against what is there,
/// and ending in one kind of exception.
/// </summary>
internal ref struct BatchReader
{
    /// <summary>The least that an event, a name, or a loss takes; what claims to hold more of them than fit is refused before anything is made.</summary>
    private const int SmallestEvent = 3, SmallestName = 2, SmallestLoss = 2;
    private const int LongestName = 4096;

    private readonly ReadOnlySpan<byte> _data;
    private int _at;

    private BatchReader(ReadOnlySpan<byte> data)
    {
        _data = data;
        _at = 0;
    }

    /// <summary>Reads one batch.</summary>
    /// <param name="data">The batch and nothing else.</param>
    /// <exception cref="BatchFormatException">It is damaged, or of another version.</exception>
    public static EventBatch Read(ReadOnlySpan<byte> data)
    {
        var reader = new BatchReader(data);
        return reader.ReadBatch();
    }

    private EventBatch ReadBatch()
    {
        if (Byte() != BatchWriter.Magic)
            throw Damaged("it does not begin as a batch");
        byte version = Byte();
        if (version != BatchWriter.Version)
            throw new BatchFormatException($"The batch has version {version}; this build reads version {BatchWriter.Version}. Use the AsyncProf that wrote it, or a newer one.");
        byte ignored = Byte();
        if (ignored > 1)
            throw Damaged("an unknown flag is set");
        int thread = Int31();
        int sequence = Int31();
        long anchorTimestamp = Signed(), anchorUtc = Signed(), time = Signed();
        var lost = new (AsyncEventKind Kind, long Count)[Count(SmallestLoss)];
        for (int i = 0; i < lost.Length; i++)
            lost[i] = ((AsyncEventKind)Byte(), (long)Math.Min(Unsigned(), long.MaxValue));
        var names = new (int Id, string Name)[Count(SmallestName)];
        for (int i = 0; i < names.Length; i++)
            names[i] = (Int31(), Text());
        var events = new AsyncEvent[Count(SmallestEvent)];
        int task = 0;
        for (int i = 0; i < events.Length; i++)
            ReadEvent(ref events[i], ref time, ref task);
        if (_at != _data.Length)
            throw Damaged("something follows its last event");
        return new EventBatch
        {
            Thread = thread,
            Ignored = ignored == 1,
            Sequence = sequence,
            AnchorTimestamp = anchorTimestamp,
            AnchorUtc = anchorUtc,
            Lost = lost,
            Names = names,
            Events = events,
        };
    }

    private void ReadEvent(ref AsyncEvent e, ref long time, ref int task)
    {
        e.Kind = (AsyncEventKind)Byte();
        byte fields = Byte();
        if ((fields & ~BatchWriter.AllFields) != 0)
            throw Damaged("an event has unknown fields");
        e.Timestamp = time = unchecked(time + Signed());
        if ((fields & BatchWriter.HasTask) != 0)
            e.TaskId = task = unchecked(task + (int)Signed());
        if ((fields & BatchWriter.HasOther) != 0)
            e.OtherId = unchecked(task + (int)Signed());
        if ((fields & BatchWriter.HasExtra) != 0)
            e.Extra = unchecked((int)Signed());
        if ((fields & BatchWriter.HasDetail) != 0)
            e.Detail = Byte();
        if ((fields & BatchWriter.HasScope) != 0)
            e.Scope = unchecked((ushort)Unsigned());
    }

    private string Text()
    {
        ulong length = Unsigned();
        if (length > LongestName || length > (ulong)(_data.Length - _at))
            throw Damaged("a name is longer than the batch, or than any name");
        ReadOnlySpan<byte> bytes = _data.Slice(_at, (int)length);
        _at += (int)length;
        return Encoding.UTF8.GetString(bytes); // what is no UTF-8 becomes U+FFFD
    }

    /// <summary>A count of things of which each takes some bytes that must still be there.</summary>
    private int Count(int smallest)
    {
        ulong count = Unsigned();
        if (count > (ulong)((_data.Length - _at) / smallest))
            throw Damaged("it claims to hold more than its length allows");
        return (int)count;
    }

    private int Int31()
    {
        ulong value = Unsigned();
        return value <= int.MaxValue ? (int)value : throw Damaged("a number is out of range");
    }

    private byte Byte() => _at < _data.Length ? _data[_at++] : throw Damaged("it ends too early");

    private long Signed()
    {
        ulong value = Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private ulong Unsigned()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = Byte();
            if (shift == 63 && next > 1)
                break;
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }

        throw Damaged("a number is too long");
    }

    private readonly BatchFormatException Damaged(string how) =>
        new(FormattableString.Invariant($"The batch is damaged at byte {_at} of {_data.Length}: {how}."));
}
