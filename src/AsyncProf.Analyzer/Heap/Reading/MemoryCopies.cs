namespace AsyncProf.Heap.Reading;

/// <summary>Stretches of another process's memory, by where they lie.</summary>
internal sealed class MemoryCopies : IDisposable
{
    private readonly SortedList<ulong, MemoryCopy> _copies = [];
    private MemoryCopy[] _sorted = [];
    private int _last;

    /// <summary>The copy that begins at an address, made if there is none.</summary>
    public MemoryCopy At(ulong start)
    {
        if (!_copies.TryGetValue(start, out MemoryCopy? copy))
            _copies.Add(start, copy = new MemoryCopy(start));
        return copy;
    }

    /// <summary>Keeps the room and forgets what is in it.</summary>
    public void Clear()
    {
        foreach (MemoryCopy copy in _copies.Values)
            copy.Length = 0;
    }

    /// <summary>All copies are made: from now on they are read.</summary>
    public void Seal() => _sorted = [.. _copies.Values.Where(static copy => copy.Length > 0)];

    /// <summary>Reads from a copy; false where none holds all that is asked for.</summary>
    public bool TryRead(ulong address, Span<byte> into)
    {
        if (!TryFind(address, out ReadOnlySpan<byte> bytes) || bytes.Length < into.Length)
            return false;
        bytes[..into.Length].CopyTo(into);
        return true;
    }

    /// <summary>What is copied from an address on; false where that is nothing.</summary>
    public bool TryFind(ulong address, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (_sorted.Length == 0)
            return false;
        MemoryCopy copy = _sorted[_last];
        if (address - copy.Start >= (ulong)copy.Length)
        {
            int low = 0, high = _sorted.Length - 1;
            while (low < high)
            {
                int middle = (low + high + 1) >>> 1;
                if (_sorted[middle].Start <= address)
                    low = middle;
                else
                    high = middle - 1;
            }

            copy = _sorted[low];
            if (address - copy.Start >= (ulong)copy.Length)
                return false;
            _last = low;
        }

        bytes = copy.Bytes[(int)(address - copy.Start)..];
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (MemoryCopy copy in _copies.Values)
            copy.Dispose();
        _copies.Clear();
        _sorted = [];
    }
}
