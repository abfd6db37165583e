using AsyncProf.Budgets;

namespace AsyncProf.Profiles.Pprof;

/// <summary>Reads streams to their end, as far as there is memory for them.</summary>
internal static class WholeStream
{
    private const int FirstBuffer = 1 << 16;

    /// <summary>All of a stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="expected">How many bytes it claims to hold. It is believed up to half of what is left, for growing takes more than twice as much.</param>
    /// <param name="memory">What is read is charged there.</param>
    /// <exception cref="MemoryBudgetException">There is not enough memory for it.</exception>
    /// <exception cref="IOException">It holds more than can be addressed.</exception>
    public static ArraySegment<byte> Read(Stream stream, long expected, MemoryAccount memory)
    {
        int length = 0;
        byte[] bytes = Resize([], (int)Math.Clamp(expected + 1, FirstBuffer, Math.Clamp(memory.Left / 2, FirstBuffer, Array.MaxLength)), memory);
        for (int read; (read = stream.Read(bytes, length, bytes.Length - length)) > 0;)
        {
            length += read;
            if (length == bytes.Length)
                bytes = Resize(bytes, (int)Math.Min(Array.MaxLength, Math.Max(bytes.LongLength * 3 / 2, Math.Min(bytes.LongLength * 2, expected + 1))), memory);
        }

        return new ArraySegment<byte>(bytes, 0, length);
    }

    private static byte[] Resize(byte[] bytes, int length, MemoryAccount memory)
    {
        if (length == bytes.Length)
            throw new IOException(FormattableString.Invariant($"it holds more than {Array.MaxLength >> 20} MiB"));
        memory.Charge(length); // while it is copied both are there
        byte[] larger = new byte[length];
        bytes.CopyTo(larger, 0);
        memory.Release(bytes.Length);
        return larger;
    }
}
