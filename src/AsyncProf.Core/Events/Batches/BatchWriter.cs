using System.Buffers;
using System.Text;

namespace AsyncProf.Events.Batches;

/// <summary>Writes batches; the layout is in <c>FORMAT.md</c>, its twin is <see cref="BatchReader"/>.</summary>
internal static class BatchWriter
{
    /// <summary>The first byte of every batch.</summary>
    public const byte Magic = 0xA5;

    /// <summary>The second byte. A reader refuses versions it does not know.</summary>
    public const byte Version = 1;

    internal const byte HasTask = 1, HasOther = 2, HasExtra = 4, HasDetail = 8, HasScope = 16, AllFields = 31;

    public static void Write(EventBatch batch, IBufferWriter<byte> output) => Write(batch, batch.Events.Span, output);

    /// <summary>Writes a batch whose events lie elsewhere.</summary>
    public static void Write(EventBatch batch, ReadOnlySpan<AsyncEvent> events, IBufferWriter<byte> output)
    {
        long time = events.Length == 0 ? 0 : events[0].Timestamp;
        Byte(output, Magic);
        Byte(output, Version);
        Byte(output, batch.Ignored ? (byte)1 : (byte)0);
        Unsigned(output, (uint)batch.Thread);
        Unsigned(output, (uint)batch.Sequence);
        Signed(output, batch.AnchorTimestamp);
        Signed(output, batch.AnchorUtc);
        Signed(output, time);
        Unsigned(output, (ulong)batch.Lost.Count);
        foreach ((AsyncEventKind kind, long count) in batch.Lost)
        {
            Byte(output, (byte)kind);
            Unsigned(output, (ulong)count);
        }

        Unsigned(output, (ulong)batch.Names.Count);
        foreach ((int id, string name) in batch.Names)
        {
            Unsigned(output, (uint)id);
            Text(output, name, name.Length);
        }

        Unsigned(output, (ulong)events.Length);
        int task = 0;
        foreach (ref readonly AsyncEvent e in events)
            WriteEvent(output, e, ref time, ref task);
    }

    private static void WriteEvent(IBufferWriter<byte> output, in AsyncEvent e, ref long time, ref int task)
    {
        byte fields = (byte)(
            (e.TaskId != 0 ? HasTask : 0) | (e.OtherId != 0 ? HasOther : 0) | (e.Extra != 0 ? HasExtra : 0)
            | (e.Detail != 0 ? HasDetail : 0) | (e.Scope != 0 ? HasScope : 0));
        Byte(output, (byte)e.Kind);
        Byte(output, fields);
        Signed(output, unchecked(e.Timestamp - time));
        time = e.Timestamp;
        if ((fields & HasTask) != 0)
        {
            Signed(output, unchecked(e.TaskId - task)); // ids are given out in order, so differences are small
            task = e.TaskId;
        }

        if ((fields & HasOther) != 0)
            Signed(output, unchecked(e.OtherId - task));
        if ((fields & HasExtra) != 0)
            Signed(output, e.Extra);
        if ((fields & HasDetail) != 0)
            Byte(output, e.Detail);
        if ((fields & HasScope) != 0)
            Unsigned(output, e.Scope);
    }

    internal static void Byte(IBufferWriter<byte> output, byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }

    /// <summary>A text with its length before it; one of more characters than the longest is cut.</summary>
    internal static void Text(IBufferWriter<byte> output, string text, int longest)
    {
        ReadOnlySpan<char> kept = text.AsSpan(0, Math.Min(text.Length, longest));
        int length = Encoding.UTF8.GetByteCount(kept);
        Unsigned(output, (ulong)length);
        Encoding.UTF8.GetBytes(kept, output.GetSpan(Math.Max(1, length)));
        output.Advance(length);
    }

    /// <summary>Zigzag: small negative numbers stay short.</summary>
    internal static void Signed(IBufferWriter<byte> output, long value) => Unsigned(output, (ulong)((value << 1) ^ (value >> 63)));

    internal static void Unsigned(IBufferWriter<byte> output, ulong value)
    {
        Span<byte> span = output.GetSpan(10);
        int length = 0;
        while (value >= 0x80)
        {
            span[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        span[length++] = (byte)value;
        output.Advance(length);
    }
}
