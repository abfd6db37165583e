namespace AsyncProf.Recording.Attaching;

/// <summary>How every NetTrace file starts: https://github.com/microsoft/perfview/blob/main/src/TraceEvent/EventPipe/NetTraceFormat.md.</summary>
internal static class NettraceStart
{
    /// <summary>How much of it tells the format, in bytes.</summary>
    public static int Length => Expected.Length;

    private static ReadOnlySpan<byte> Expected => "Nettrace\u0014\0\0\0!FastSerialization.1"u8;

    /// <summary>Whether some bytes start so.</summary>
    public static bool Is(ReadOnlySpan<byte> bytes) => bytes.StartsWith(Expected);
}
