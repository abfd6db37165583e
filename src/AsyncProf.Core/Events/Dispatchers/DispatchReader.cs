using System.Buffers.Binary;

namespace AsyncProf.Events.Dispatchers;

/// <summary>
/// Reads the numbers of a buffer, from any bytes. It does not throw, as it runs in the app: where it cannot go on it is <see cref="IsDamaged"/>, at its end, and
/// reads zeros.
/// </summary>
internal ref struct DispatchReader(ReadOnlySpan<byte> data)
{
    private readonly ReadOnlySpan<byte> _data = data;
    private int _at;

    public bool IsDamaged { get; private set; }

    public readonly bool IsAtEnd => _at == _data.Length;

    /// <summary>Whether all was read, and nothing more was wanted.</summary>
    public readonly bool IsConsumed => IsAtEnd && !IsDamaged;

    public byte Byte()
    {
        if (_at < _data.Length)
            return _data[_at++];
        Fail();
        return 0;
    }

    public ReadOnlySpan<byte> Bytes(int length)
    {
        if (length > _data.Length - _at)
        {
            Fail();
            return [];
        }

        ReadOnlySpan<byte> bytes = _data.Slice(_at, length);
        _at += length;
        return bytes;
    }

    /// <summary>What an entry holds, behind its length in so many bytes (0 for an entry that holds nothing).</summary>
    public ReadOnlySpan<byte> Payload(int width)
    {
        ReadOnlySpan<byte> length = Bytes(width);
        return length.Length switch
        {
            sizeof(byte) => Bytes(length[0]),
            sizeof(ushort) => Bytes(BinaryPrimitives.ReadUInt16LittleEndian(length)),
            _ => [],
        };
    }

    /// <summary>A LEB128 number of 64 bits: at most 10 bytes.</summary>
    public ulong Number() => Number(10, 0x01);

    /// <summary>A LEB128 number of 32 bits, at most 5 bytes, that is also one of 31.</summary>
    public int Int31() => (int)Number(5, 0x07);

    /// <summary>A zigzag number of 64 bits.</summary>
    public long Signed()
    {
        ulong value = Number();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>The id of a task or dispatcher: 32 bits that were made 64, with or without the sign.</summary>
    public int TaskId()
    {
        ulong value = Number();
        if (value > uint.MaxValue && (long)value is >= 0 or < int.MinValue)
            Fail();
        return (int)value;
    }

    /// <param name="bytes">How many bytes it has at most.</param>
    /// <param name="last">The most that the last of them can hold.</param>
    private ulong Number(int bytes, byte last)
    {
        ulong value = 0;
        for (int i = 0; i < bytes; i++)
        {
            byte next = Byte();
            if (i == bytes - 1 && next > last)
                break;
            value |= (ulong)(next & 0x7F) << (7 * i);
            if (next < 0x80)
                return value;
        }

        Fail();
        return 0;
    }

    private void Fail()
    {
        IsDamaged = true;
        _at = _data.Length;
    }
}
