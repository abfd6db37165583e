using System.Buffers.Binary;

namespace AsyncProf.Decoding;

/// <summary>
/// How the objects of a <c>.nettrace</c> file of version 4, the only one that is known here, lie one after the other: a head with the type's name, then content.
/// The layout: https://github.com/microsoft/perfview/blob/main/src/TraceEvent/EventPipe/NetTraceFormat.md.
/// </summary>
internal static class NettraceLayout
{
    public const byte NullReference = 1, BeginObject = 5, EndObject = 6;

    /// <summary>The version of the whole format is that of the object that is called <see cref="Trace"/>.</summary>
    public const int Known = 4;

    /// <summary>The length of that object's content, which is not stored.</summary>
    public const int TraceLength = 48;

    /// <summary>The length of all of that object, which comes first.</summary>
    public const int FirstObject = 15 + 5 + 1 + TraceLength + 1;

    /// <summary>Where the name of an object's type stands in its head, and how long it may be.</summary>
    public const int NameAt = 15, LongestName = 64;

    /// <summary>What every file begins with.</summary>
    public static ReadOnlySpan<byte> Begin => "Nettrace\u0014\0\0\0!FastSerialization.1"u8;

    /// <summary>The name of the first object, which describes the process and its clock.</summary>
    public static ReadOnlySpan<byte> Trace => "Trace"u8;

    /// <summary>The name of the objects that describe the events of others.</summary>
    public static ReadOnlySpan<byte> Description => "MetadataBlock"u8;

    /// <summary>Reads the head of an object up to the name of its type; false if there can be none like that.</summary>
    /// <param name="head">At least <see cref="NameAt"/> bytes.</param>
    /// <param name="version">The object's version.</param>
    /// <param name="nameLength">The length of the name that follows.</param>
    public static bool TryHead(ReadOnlySpan<byte> head, out int version, out int nameLength)
    {
        version = BinaryPrimitives.ReadInt32LittleEndian(head[3..]);
        nameLength = BinaryPrimitives.ReadInt32LittleEndian(head[11..]);
        return head[0] == BeginObject && head[1] == BeginObject && head[2] == NullReference && nameLength is > 0 and <= LongestName;
    }
}
