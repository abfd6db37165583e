using System.Buffers.Binary;
using AsyncProf.Events.Batches;

namespace AsyncProf.Decoding.Stacks;

/// <summary>The events of one block of a <c>.nettrace</c> stream, with heads that say only what differs from the event before.</summary>
internal static class EventBlock
{
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
        for (var next = default(CompressedHead); !reader.IsAtEnd;)
        {
            next.Read(ref reader);
            if (next.Description > int.MaxValue)
                throw reader.Damaged("a number is out of range");
            onEvent((int)next.Description, next.Stack, next.Timestamp, reader.Bytes(next.Length));
        }
    }
}
