using System.Runtime.InteropServices;
using Microsoft.Diagnostics.Runtime;

namespace AsyncProf.Heap.Reading;

/// <summary>
/// What threads may hold: each word of their registers and stacks that lies where objects do. Where a thread is stopped at any instruction, the runtime cannot say which of these are references, so all count.
/// </summary>
internal static class ThreadWords
{
    private const int Chunk = 64 << 10;

    /// <summary>What lies beyond a stack may be readable as well. No stack is deeper, in chunks.</summary>
    private const int Most = 1024;

    /// <summary>So much below the end of its stack a function may use without saying so (System V ABI for AMD64).</summary>
    private const int RedZone = 128;

    /// <summary>Reads them while nothing runs; null where a thread's cannot be read.</summary>
    public static HashSet<ulong>? Read(ClrRuntime runtime)
    {
        IDataReader reader = runtime.DataTarget.DataReader;
        if (ShapeOf(reader.Architecture) is not { } shape)
            return null;
        MemoryRange[] ranges = [.. runtime.Heap.Segments.Select(segment => segment.ObjectRange).Where(range => range.Length > 0).OrderBy(range => range.Start)];
        ulong[] starts = [.. ranges.Select(range => range.Start)];
        var words = new HashSet<ulong>();
        byte[] context = new byte[shape.Size], chunk = new byte[Chunk];
        foreach (ClrThread thread in runtime.Threads)
        {
            if (!thread.IsAlive || thread.OSThreadId == 0)
                continue;
            if (!reader.GetThreadContext(thread.OSThreadId, shape.Flags, context))
                return null;
            Take(context);
            ulong at = (BitConverter.ToUInt64(context, shape.StackPointerAt) - RedZone) & ~7UL;
            for (int read = Chunk, i = 0; read == Chunk && i < Most; at += Chunk, i++)
            {
                read = reader.Read(at, chunk);
                Take(chunk.AsSpan(0, Math.Max(0, read)));
            }
        }

        return words;

        void Take(ReadOnlySpan<byte> bytes)
        {
            foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(bytes))
            {
                int range = Array.BinarySearch(starts, word);
                range = range < 0 ? ~range - 1 : range;
                if (range >= 0 && word < ranges[range].End)
                    words.Add(word);
            }
        }
    }

    /// <summary>How the debugging library gives registers (CONTEXT of winnt.h).</summary>
    private static (int Size, uint Flags, int StackPointerAt)? ShapeOf(Architecture architecture) => architecture switch
    {
        Architecture.X64 => (1232, 0x100007, 0x98),
        Architecture.Arm64 => (912, 0x400003, 0x100),
        _ => null,
    };
}
