namespace AsyncProf.Decoding;

/// <summary>Some blocks of a file as if there were no others: boundaries are kept, and the end is marked.</summary>
internal sealed class SplicedStream : ForwardStream
{
    private readonly FileStream _file;
    private readonly IEnumerator<NettraceBlock> _blocks;
    private readonly Queue<(long Start, int Length)> _pieces = new(); // below 0: as many zeros
    private long _position;
    private bool _hasEnded;

    public SplicedStream(FileStream file, IEnumerable<NettraceBlock> blocks)
    {
        _file = file;
        _blocks = blocks.GetEnumerator();
    }

    protected override long Passed => _position;

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (count == 0 || _hasEnded)
            return 0;
        if (_pieces.Count == 0 && !Next())
        {
            _hasEnded = true;
            buffer[offset] = NettraceLayout.NullReference; // ends a file
            _position++;
            return 1;
        }

        (long start, int length) = _pieces.Dequeue();
        int taken = Math.Min(length, count);
        if (start < 0)
        {
            Array.Clear(buffer, offset, taken);
        }
        else
        {
            _file.Position = start;
            taken = _file.Read(buffer, offset, taken);
            if (taken == 0)
                return 0;
        }

        if (taken < length)
            Push(start < 0 ? start : start + taken, length - taken);
        _position += taken;
        return taken;
    }

    protected override void Dispose(bool disposing)
    {
        _blocks.Dispose();
        base.Dispose(disposing);
    }

    private bool Next()
    {
        if (!_blocks.MoveNext())
            return false;
        NettraceBlock block = _blocks.Current;
        _pieces.Enqueue((block.Start, block.HeadLength));
        if (block.DataLength == 0)
            return true;
        int padding = (int)(-(_position + block.HeadLength) & 3);
        if (padding > 0)
            _pieces.Enqueue((-1, padding));
        _pieces.Enqueue((block.Data, block.DataLength));
        return true;
    }

    /// <summary>Puts the rest of a piece back to the front.</summary>
    private void Push(long start, int length)
    {
        (long, int)[] rest = [.. _pieces];
        _pieces.Clear();
        _pieces.Enqueue((start, length));
        foreach ((long, int) piece in rest)
            _pieces.Enqueue(piece);
    }
}
