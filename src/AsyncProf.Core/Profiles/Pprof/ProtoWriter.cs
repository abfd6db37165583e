using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace AsyncProf.Profiles.Pprof;

/// <summary>Writes the wire format of protocol buffers: <see href="https://protobuf.dev/programming-guides/encoding/"/>.</summary>
internal sealed class ProtoWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new(1 << 12);

    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    public void Clear() => _bytes.ResetWrittenCount();

    /// <summary>A number; zero, the default, is left out.</summary>
    public void Number(int field, long value)
    {
        if (value == 0)
            return;
        Varint((ulong)(field << 3));
        Varint((ulong)value);
    }

    /// <summary>A number that is one of several fields of which one is set, where zero says which.</summary>
    public void OneOf(int field, long value)
    {
        Varint((ulong)(field << 3));
        Varint((ulong)value);
    }

    /// <summary>Eight bytes, as a time or a floating-point number has them.</summary>
    public void Fixed64(int field, long value)
    {
        Varint((ulong)((field << 3) | 1));
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.GetSpan(sizeof(long)), value);
        _bytes.Advance(sizeof(long));
    }

    public void Bytes(int field, ReadOnlySpan<byte> value)
    {
        Varint((ulong)((field << 3) | 2));
        Varint((ulong)value.Length);
        _bytes.Write(value);
    }

    public void Text(int field, string value)
    {
        Varint((ulong)((field << 3) | 2));
        int length = Encoding.UTF8.GetByteCount(value);
        Varint((ulong)length);
        Encoding.UTF8.GetBytes(value, _bytes.GetSpan(length));
        _bytes.Advance(length);
    }

    public void Message(int field, ProtoWriter message)
    {
        Varint((ulong)((field << 3) | 2));
        Varint((ulong)message.Written.Length);
        _bytes.Write(message.Written);
    }

    /// <summary>All that another has written, as fields of this message.</summary>
    public void Append(ProtoWriter fields) => _bytes.Write(fields.Written);

    /// <summary>Several numbers of one field together.</summary>
    public void Packed(int field, ReadOnlySpan<long> values)
    {
        int length = 0;
        foreach (long value in values)
            length += LengthOf((ulong)value);
        Varint((ulong)((field << 3) | 2));
        Varint((ulong)length);
        foreach (long value in values)
            Varint((ulong)value);
    }

    private static int LengthOf(ulong value)
    {
        int length = 1;
        for (; value >= 0x80; value >>= 7)
            length++;
        return length;
    }

    private void Varint(ulong value)
    {
        Span<byte> bytes = _bytes.GetSpan(10);
        int length = 0;
        for (; value >= 0x80; value >>= 7)
            bytes[length++] = (byte)(value | 0x80);
        bytes[length++] = (byte)value;
        _bytes.Advance(length);
    }
}
