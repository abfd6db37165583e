namespace AsyncProf.Recording.Attaching;

/// <summary>What is kept in memory until it can be written, to a bound: a process can send anything. What is longer is given up, for half of it would be of no use.</summary>
/// <param name="most">How much is kept, in bytes.</param>
internal sealed class Spool(int most) : MemoryStream
{
    private bool _isGivenUp;

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_isGivenUp)
            return;
        _isGivenUp = buffer.Length > most - Length;
        if (!_isGivenUp)
        {
            base.Write(buffer);
            return;
        }

        SetLength(0);
        Capacity = 0;
    }
}
