namespace AsyncProf.Events.Dispatchers;

/// <summary>
/// What the runtime says of its entries: how each is delimited, and in which version it comes. Until it has said so, that of .NET 11.0
/// (<c>EmitAsyncProfilerMetadataIfNeeded</c> in the runtime's <c>AsyncProfiler.cs</c>).
/// </summary>
internal sealed class DispatchManifest
{
    /// <summary>The only version that is known, of all entries.</summary>
    private const byte KnownVersion = 1;

    /// <summary>An entry that nobody has announced.</summary>
    private const byte Unannounced = byte.MaxValue;

    /// <summary>The bytes of one entry in a manifest: its id, its version, the width of its prefix.</summary>
    private const int Row = 3;

    private readonly byte[] _widths = new byte[256];

    public DispatchManifest() => Forget();

    /// <summary>How many ticks a timestamp has in a second; 0 until it is told.</summary>
    public long Frequency { get; private set; }

    /// <summary>How many bytes the runtime's buffers have; 0 until it is told.</summary>
    public int BufferSize { get; private set; }

    /// <summary>The first entry of use that comes in a version that is not known; 0 if none does.</summary>
    public DispatchEntryId Foreign { get; private set; }

    /// <summary>The version of <see cref="Foreign"/>.</summary>
    public int ForeignVersion { get; private set; }

    /// <summary>Whether all entries that are of use come in the version that is known.</summary>
    public bool IsUnderstood => Foreign == default;

    /// <summary>How many bytes hold the length of an entry of this id.</summary>
    /// <returns>Whether the id was announced.</returns>
    public bool TryWidthOf(byte id, out int width)
    {
        width = _widths[id];
        return width != Unannounced;
    }

    /// <summary>Takes over what a <see cref="DispatchEntryId.Metadata"/> entry holds; nothing of it where it is damaged.</summary>
    public bool TryRead(ReadOnlySpan<byte> payload)
    {
        var reader = new DispatchReader(payload);
        long frequency = (long)reader.Number();
        _ = reader.Number(); // a moment by the clock of the timestamps,
        _ = reader.Number(); // and by UTC: whoever records pairs the two itself
        int bufferSize = reader.Int31();
        _ = reader.Byte(); // the number of wrappers: for samplers of the CPU
        ReadOnlySpan<byte> rows = reader.Bytes(Row * reader.Byte());
        if (reader.IsDamaged || frequency <= 0 || !CanBe(rows, reader.IsAtEnd))
            return false;

        Frequency = frequency;
        BufferSize = bufferSize;
        Forget();
        for (; !rows.IsEmpty; rows = rows[Row..])
            Announce(rows[0], rows[1], rows[2]);
        return true;
    }

    /// <summary>Whether rows can be read, and are all there is; a manifest that says it is of another version may go on.</summary>
    private static bool CanBe(ReadOnlySpan<byte> rows, bool areAll)
    {
        for (; !rows.IsEmpty; rows = rows[Row..])
        {
            if (rows[2] > sizeof(ushort))
                return false;
            areAll |= rows[0] == (byte)DispatchEntryId.Metadata && rows[1] != KnownVersion;
        }

        return areAll;
    }

    private void Announce(byte id, byte version, byte width)
    {
        _widths[id] = width;
        if (version == KnownVersion || !IsUnderstood || !Enum.IsDefined((DispatchEntryId)id))
            return;
        Foreign = (DispatchEntryId)id;
        ForeignVersion = version;
    }

    /// <summary>Back to what .NET 11.0 has: 23 entries, from id 1.</summary>
    private void Forget()
    {
        ReadOnlySpan<byte> known = [1, 1, 0, 0, 1, 2, 2, 2, 0, 0, 1, 1, 0, 0, 1, 2, 0, 0, 2, 0, 0, 2, 1];
        Array.Fill(_widths, Unannounced);
        known.CopyTo(_widths.AsSpan(1));
        (Foreign, ForeignVersion) = (default, 0);
    }
}
