using System.Buffers;

namespace AsyncProf.Testing.Dispatchers;

/// <summary>The bytes of an entry, in the notations of the event source of runtime-async.</summary>
internal sealed class DispatchPayload
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    public DispatchPayload Bytes(params ReadOnlySpan<byte> bytes)
    {
        _bytes.Write(bytes);
        return this;
    }

    /// <summary>LEB128.</summary>
    public DispatchPayload Number(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            Bytes((byte)(value | 0x80));
        return Bytes((byte)value);
    }

    /// <summary>The id of a task as the runtime casts it: a negative one keeps its sign in 64 bits.</summary>
    public DispatchPayload Id(int id) => Number((ulong)id);

    /// <summary>The first address as it is, each further one as the difference to the one before, in zigzag.</summary>
    public DispatchPayload Frames(ReadOnlySpan<long> addresses)
    {
        for (int i = 0; i < addresses.Length; i++)
        {
            long delta = i == 0 ? 0 : addresses[i] - addresses[i - 1];
            Number(i == 0 ? (ulong)addresses[0] : (ulong)((delta << 1) ^ (delta >> 63)));
        }

        return this;
    }
}
