namespace AsyncProf.Stitching.Records;

/// <summary>
/// An operation that may be gone: its slot, and the serial number that tells two users of one slot apart. The default is none. One number, because it is
/// written and read for every event: two would have to be put together in memory each time.
/// </summary>
internal readonly record struct OperationRef
{
    private readonly long _packed;

    public OperationRef(int slot, int serial) => _packed = ((long)serial << 32) | (uint)slot;

    public int Slot => (int)_packed;

    public int Serial => (int)(_packed >> 32);
}
