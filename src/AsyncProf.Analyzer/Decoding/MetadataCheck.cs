using System.Buffers.Binary;
using AsyncProf.Events.Batches;

namespace AsyncProf.Decoding;

/// <summary>
/// Looks through a block of a <c>.nettrace</c> file that describes events, before TraceEvent reads it: that would make room for as many fields as the file claims,
/// and goes as deep into fields of fields as the file does, until the process dies of it. What is merely unknown to it is left to it.
/// The layout: https://github.com/microsoft/perfview/blob/main/src/TraceEvent/EventPipe/NetTraceFormat_v5.md.
/// </summary>
internal static class MetadataCheck
{
    /// <summary>How deep structures of events may stand in each other. Real ones are one or two deep.</summary>
    private const int Deepest = 8;

    private const int UncompressedHead = 80 - sizeof(int);
    private const int Object = 1, Array = 19, LowestSimple = 3, HighestSimple = 18;
    private const byte FieldsTag = 2;

    /// <summary>The least that a field takes: its type and the end of its name, and its length where it has one.</summary>
    private const int SmallestField = sizeof(int) + sizeof(short), SmallestWithLength = SmallestField + sizeof(int);

    /// <summary>Checks the data of a block.</summary>
    /// <exception cref="InvalidDataException">It must not be read.</exception>
    public static void Check(ReadOnlySpan<byte> block)
    {
        try
        {
            var reader = new ByteReader(block);
            int head = Int16(ref reader), flags = Int16(ref reader);
            reader.Bytes(head - (2 * sizeof(short)));
            for (var compressed = default(CompressedHead); !reader.IsAtEnd;)
            {
                if ((flags & 1) == 0)
                {
                    CheckUncompressed(ref reader);
                    continue;
                }

                compressed.Read(ref reader);
                CheckEvent(reader.Bytes(compressed.Length));
            }
        }
        catch (BatchFormatException damage)
        {
            throw new InvalidDataException("what describes its events is damaged", damage);
        }
    }

    private static void CheckUncompressed(ref ByteReader reader)
    {
        reader.Bytes(UncompressedHead);
        int length = Int32(ref reader);
        CheckEvent(reader.Bytes(length));
        reader.Bytes(Math.Min(-length & 3, reader.Left)); // up to the next boundary
    }

    /// <summary>The description of one event.</summary>
    private static void CheckEvent(ReadOnlySpan<byte> description)
    {
        var reader = new ByteReader(description);
        Int32(ref reader); // its number
        SkipText(ref reader); // the provider
        Int32(ref reader);
        SkipText(ref reader); // its name
        reader.Bytes(sizeof(long) + (2 * sizeof(int))); // keywords, version, level
        if (!reader.IsAtEnd)
            TryFields(ref reader, hasLengths: false, Deepest);
        while (!reader.IsAtEnd)
        {
            int length = Int32(ref reader);
            byte tag = reader.Byte();
            var part = new ByteReader(reader.Bytes(length));
            if (tag == FieldsTag)
                TryFields(ref part, hasLengths: true, Deepest);
        }
    }

    /// <summary>The fields of an event or a structure; false where one is of no known type, which ends TraceEvent's reading of them too.</summary>
    private static bool TryFields(ref ByteReader reader, bool hasLengths, int depth)
    {
        int count = Int32(ref reader);
        if (count < 0 || count > reader.Left / (hasLengths ? SmallestWithLength : SmallestField) || depth == 0)
            throw reader.Damaged("an event claims to have more fields than can be");
        for (int i = 0; i < count; i++)
        {
            if (hasLengths)
            {
                var field = new ByteReader(reader.Bytes(Int32(ref reader) - sizeof(int)));
                SkipText(ref field);
                if (!TryType(ref field, hasLengths, depth))
                    return false;
            }
            else
            {
                if (!TryType(ref reader, hasLengths, depth))
                    return false;
                SkipText(ref reader);
            }
        }

        return true;
    }

    private static bool TryType(ref ByteReader reader, bool hasLengths, int depth)
    {
        if (depth == 0)
            throw reader.Damaged("fields stand too deep in each other");
        return Int32(ref reader) switch
        {
            Object => TryFields(ref reader, hasLengths, depth - 1),
            Array => hasLengths && TryType(ref reader, hasLengths, depth - 1),
            >= LowestSimple and <= HighestSimple => true,
            _ => false,
        };
    }

    private static void SkipText(ref ByteReader reader)
    {
        while (Int16(ref reader) != 0)
        {
        }
    }

    private static short Int16(ref ByteReader reader) => BinaryPrimitives.ReadInt16LittleEndian(reader.Bytes(sizeof(short)));

    private static int Int32(ref ByteReader reader) => BinaryPrimitives.ReadInt32LittleEndian(reader.Bytes(sizeof(int)));
}
