using AsyncProf.Decoding;

namespace AsyncProf.Live;

/// <summary>A stream whose beginning has been read already.</summary>
/// <param name="head">The beginning.</param>
/// <param name="rest">What follows it.</param>
internal sealed class PeekedStream(ReadOnlyMemory<byte> head, Stream rest) : ForwardStream
{
    private long _passed;

    protected override long Passed => _passed;

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read = Math.Min(buffer.Length, head.Length);
        if (read > 0)
        {
            head.Span[..read].CopyTo(buffer);
            head = head[read..];
        }
        else
        {
            read = rest.Read(buffer);
        }

        _passed += read;
        return read;
    }
}
