using System.Buffers.Binary;
using AsyncProf.Events.Batches;

namespace AsyncProf.Decoding.Stacks;

/// <summary>The events of one block of a <c>.nettrace</c> stream, with heads that say only what differs from the event before.</summary>
internal static class EventBlock
{
    private const int ActivityLength = 16;
    private const byte HasDescription = 1, HasSequence = 2, HasThread = 4, HasStack = 8, HasActivity = 16, HasRelated = 32, HasLength = 128;

    /// <summary>Takes one event.</summary>
    public delegate void Handler(int description, uint stack, long timestamp, ReadOnlySpan<byte> payload);

    /// <summary>Reads a block.</summary>
    /// <exception cref="BatchFormatException">It is damaged, or its heads are of the long form, which no runtime writes.</exception>
    public static void Read(ReadOnlySpan<byte> block, Handler onEvent)
    {
        var reader = new ByteReader(block);
        int head = BinaryPrimitives.ReadInt16LittleEndian(reader.Bytes(sizeof(short)));
        int form = BinaryPrimitives.ReadInt16LittleEndian(reader.Bytes(sizeof(short)));
        reader.Bytes(head - (2 * sizeof(short)));
        if ((form & 1) == 0)
            throw reader.Damaged("its heads are not compressed");
        uint stack = 0;
        int description = 0, length = 0;
        for (long timestamp = 0; !reader.IsAtEnd;)
        {
            byte flags = reader.Byte();
            if ((flags & HasDescription) != 0)
                description = reader.Int31();
            if ((flags & HasSequence) != 0)
            {
                reader.Unsigned();
                reader.Unsigned(); // the thread that wrote it
                reader.Unsigned(); // its processor
            }

            if ((flags & HasThread) != 0)
                reader.Unsigned();
            if ((flags & HasStack) != 0)
                stack = (uint)reader.Unsigned();
            timestamp = unchecked(timestamp + (long)reader.Unsigned());
            if ((flags & HasActivity) != 0)
                reader.Bytes(ActivityLength);
            if ((flags & HasRelated) != 0)
                reader.Bytes(ActivityLength);
            if ((flags & HasLength) != 0)
                length = reader.Int31();
            onEvent(description, stack, timestamp, reader.Bytes(length));
        }
    }
}
