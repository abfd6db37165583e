using System.Text;

namespace AsyncProf.Events.Batches;

/// <summary>Reads numbers and bytes of a batch or of records, from anywhere: never past the end, and ending in one kind of exception.</summary>
internal ref struct ByteReader
{
    private readonly ReadOnlySpan<byte> _data;
    private int _at;

    public ByteReader(ReadOnlySpan<byte> data)
    {
        _data = data;
        _at = 0;
    }

    public readonly bool IsAtEnd => _at == _data.Length;

    /// <summary>How many bytes are left.</summary>
    public readonly int Left => _data.Length - _at;

    /// <summary>A count of things of which each takes some bytes that must still be there: nothing is allocated by a length that cannot be.</summary>
    public int Count(int smallest)
    {
        ulong count = Unsigned();
        if (count > (ulong)((_data.Length - _at) / smallest))
            throw Damaged("it claims to hold more than its length allows");
        return (int)count;
    }

    public int Int31()
    {
        ulong value = Unsigned();
        return value <= int.MaxValue ? (int)value : throw Damaged("a number is out of range");
    }

    public byte Byte() => _at < _data.Length ? _data[_at++] : throw Damaged("it ends too early");

    public ReadOnlySpan<byte> Bytes(int length)
    {
        if (length < 0 || length > _data.Length - _at)
            throw Damaged("it ends too early");
        ReadOnlySpan<byte> bytes = _data.Slice(_at, length);
        _at += length;
        return bytes;
    }

    /// <summary>A text with its length before it; what is no UTF-8 in it becomes U+FFFD.</summary>
    public string Text() => Encoding.UTF8.GetString(Bytes(Int31()));

    /// <summary>A zigzag number.</summary>
    public long Signed()
    {
        ulong value = Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>A LEB128 number of at most 10 bytes.</summary>
    public ulong Unsigned()
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

    public readonly BatchFormatException Damaged(string how) =>
        new(FormattableString.Invariant($"The batch is damaged at byte {_at} of {_data.Length}: {how}."));
}
