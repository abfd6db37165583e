using System.Text;

namespace AsyncProf.Events.Batches;

/// <summary>
/// Reads batches, from anywhere: never past the end, never allocating by a length it has not checked against what is there,
/// and ending in one kind of exception.
/// </summary>
internal ref struct BatchReader
{
    /// <summary>The least that an event, a name, or a loss takes; what claims to hold more of them than fit is refused before anything is made.</summary>
    private const int SmallestEvent = 3, SmallestName = 2, SmallestLoss = 2;
    private const int LongestName = 4096;

    private ByteReader _bytes;

    private BatchReader(ReadOnlySpan<byte> data) => _bytes = new ByteReader(data);

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
        if (_bytes.Byte() != BatchWriter.Magic)
            throw _bytes.Damaged("it does not begin as a batch");
        byte version = _bytes.Byte();
        if (version != BatchWriter.Version)
            throw new BatchFormatException($"The batch has version {version}; this build reads version {BatchWriter.Version}. Use the AsyncProf that wrote it, or a newer one.");
        byte ignored = _bytes.Byte();
        if (ignored > 1)
            throw _bytes.Damaged("an unknown flag is set");
        int thread = _bytes.Int31();
        int sequence = _bytes.Int31();
        long anchorTimestamp = _bytes.Signed(), anchorUtc = _bytes.Signed(), time = _bytes.Signed();
        var lost = new (AsyncEventKind Kind, long Count)[_bytes.Count(SmallestLoss)];
        for (int i = 0; i < lost.Length; i++)
            lost[i] = ((AsyncEventKind)_bytes.Byte(), (long)Math.Min(_bytes.Unsigned(), long.MaxValue));
        var names = new (int Id, string Name)[_bytes.Count(SmallestName)];
        for (int i = 0; i < names.Length; i++)
            names[i] = (_bytes.Int31(), Text());
        var events = new AsyncEvent[_bytes.Count(SmallestEvent)];
        int task = 0;
        for (int i = 0; i < events.Length; i++)
            ReadEvent(ref events[i], ref time, ref task);
        if (!_bytes.IsAtEnd)
            throw _bytes.Damaged("something follows its last event");
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
        e.Kind = (AsyncEventKind)_bytes.Byte();
        byte fields = _bytes.Byte();
        if ((fields & ~BatchWriter.AllFields) != 0)
            throw _bytes.Damaged("an event has unknown fields");
        e.Timestamp = time = unchecked(time + _bytes.Signed());
        if ((fields & BatchWriter.HasTask) != 0)
            e.TaskId = task = unchecked(task + (int)_bytes.Signed());
        if ((fields & BatchWriter.HasOther) != 0)
            e.OtherId = unchecked(task + (int)_bytes.Signed());
        if ((fields & BatchWriter.HasExtra) != 0)
            e.Extra = unchecked((int)_bytes.Signed());
        if ((fields & BatchWriter.HasDetail) != 0)
            e.Detail = _bytes.Byte();
        if ((fields & BatchWriter.HasScope) != 0)
            e.Scope = unchecked((ushort)_bytes.Unsigned());
    }

    private string Text()
    {
        ulong length = _bytes.Unsigned();
        if (length > LongestName)
            throw _bytes.Damaged("a name is longer than any name");
        return Encoding.UTF8.GetString(_bytes.Bytes((int)length)); // what is no UTF-8 becomes U+FFFD
    }
}
