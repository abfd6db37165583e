using System.Buffers.Binary;

namespace AsyncProf.Profiles.Pprof;

/// <summary>Reads the wire format of protocol buffers, from anywhere: what does not fit throws <see cref="InvalidDataException"/>.</summary>
internal ref struct ProtoReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _left = bytes;

    /// <summary>The number of the field that was read last.</summary>
    public int Field { get; private set; }

    /// <summary>Its value where it is a number.</summary>
    public ulong Number { get; private set; }

    /// <summary>Its bytes where it is a text, a message, or several numbers together.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Whether it is a number.</summary>
    public bool IsNumber { get; private set; }

    /// <summary>Reads the next field; false at the end.</summary>
    public bool Next()
    {
        if (_left.IsEmpty)
            return false;
        ulong key = Varint();
        if (key >> 3 is 0 or > int.MaxValue)
            throw new InvalidDataException("a field has an impossible number");
        Field = (int)(key >> 3);
        IsNumber = (key & 7) is 0 or 1 or 5;
        Bytes = default;
        Number = 0;
        switch (key & 7)
        {
            case 0:
                Number = Varint();
                break;
            case 1:
                Number = BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
                break;
            case 2:
                Bytes = Take(Varint());
                break;
            case 5:
                Number = BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
                break;
            default:
                throw new InvalidDataException("a field is of a kind that does not exist");
        }

        return true;
    }

    /// <summary>Adds the numbers of a repeated field, together or one by one.</summary>
    /// <param name="to">Where they go.</param>
    /// <param name="atMost">How many there may be; a file can hold any number of them in next to no bytes.</param>
    public readonly void AddNumbers(List<long> to, int atMost)
    {
        if (IsNumber)
        {
            Add((long)Number);
            return;
        }

        var inner = new ProtoReader(Bytes);
        while (!inner._left.IsEmpty)
            Add((long)inner.Varint());

        void Add(long number)
        {
            if (to.Count == atMost)
                throw new InvalidDataException(FormattableString.Invariant($"a list in it holds more than {atMost} numbers"));
            to.Add(number);
        }
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (int i = 0; i < 10; i++)
        {
            if (i >= _left.Length)
                throw new InvalidDataException("it ends in the middle of a number");
            byte part = _left[i];
            value |= (ulong)(part & 0x7f) << (7 * i);
            if (part >= 0x80)
                continue;
            _left = _left[(i + 1)..];
            return value;
        }

        throw new InvalidDataException("a number is too long");
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)_left.Length)
            throw new InvalidDataException("it ends in the middle of a field");
        ReadOnlySpan<byte> taken = _left[..(int)length];
        _left = _left[(int)length..];
        return taken;
    }
}
