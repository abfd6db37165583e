namespace Edges.Mixed;

/// <summary>The framework's methods between two of the program: a reader of a slow stream.</summary>
internal static class MixReader
{
    public static Pattern Pattern { get; } = new(nameof(MixReader), MixReaderAsync, "", "MixReaderAsync > SlowStream.ReadAsync *3");

    private static async Task MixReaderAsync()
    {
        if (Round.Hops)
            await Task.Yield();
        using var reader = new StreamReader(new SlowStream());
        await reader.ReadToEndAsync();
    }

    /// <summary>Two reads of some bytes, and one of none.</summary>
    private sealed class SlowStream : MemoryStream
    {
        private int _left = 2;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(20, cancellationToken);
            buffer.Span[0] = (byte)'x';
            return _left-- > 0 ? 1 : 0;
        }
    }
}
