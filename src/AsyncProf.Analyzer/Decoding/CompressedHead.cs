using AsyncProf.Events.Batches;

namespace AsyncProf.Decoding;

/// <summary>
/// The head of an event in a block of a <c>.nettrace</c> stream, in its short form: it says only what differs from the event before, so that one value reads them all.
/// The layout: https://github.com/microsoft/perfview/blob/main/src/TraceEvent/EventPipe/NetTraceFormat_v5.md.
/// </summary>
internal struct CompressedHead
{
    private const int ActivityLength = 16;
    private const byte HasDescription = 1, HasSequence = 2, HasThread = 4, HasStack = 8, HasActivity = 16, HasRelated = 32, HasLength = 128;

    /// <summary>The number of what describes the event.</summary>
    public ulong Description { get; private set; }

    /// <summary>The number of its stack.</summary>
    public uint Stack { get; private set; }

    /// <summary>The number of the thread that wrote it.</summary>
    public long CaptureThread { get; private set; }

    /// <summary>When it was, in ticks of the stream.</summary>
    public long Timestamp { get; private set; }

    /// <summary>How many bytes of payload follow.</summary>
    public int Length { get; private set; }

    /// <summary>Goes on to the next event's head.</summary>
    /// <exception cref="BatchFormatException">It is damaged.</exception>
    public void Read(ref ByteReader reader)
    {
        byte flags = reader.Byte();
        if ((flags & HasDescription) != 0)
            Description = reader.Unsigned();
        if ((flags & HasSequence) != 0)
        {
            reader.Unsigned();
            CaptureThread = (long)reader.Unsigned();
            reader.Unsigned(); // its processor
        }

        if ((flags & HasThread) != 0)
            reader.Unsigned();
        if ((flags & HasStack) != 0)
            Stack = (uint)reader.Unsigned();
        Timestamp = unchecked(Timestamp + (long)reader.Unsigned());
        if ((flags & HasActivity) != 0)
            reader.Bytes(ActivityLength);
        if ((flags & HasRelated) != 0)
            reader.Bytes(ActivityLength);
        if ((flags & HasLength) != 0)
            Length = reader.Int31();
    }
}
