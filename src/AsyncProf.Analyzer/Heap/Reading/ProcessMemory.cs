using System.Runtime.InteropServices;

namespace AsyncProf.Heap.Reading;

/// <summary>Reads another process's memory in one call of the kernel, which is several times as fast as through its file.</summary>
internal static unsafe partial class ProcessMemory
{
    /// <summary>Small enough that a stretch that ends early is noticed, large enough to be fast.</summary>
    private const int Large = 1 << 20;

    private const int Page = 4096, MostPieces = 64;

    /// <summary>Reads as much as can be read without a gap.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="address">Where to begin.</param>
    /// <param name="into">What is filled.</param>
    /// <returns>How many bytes were read.</returns>
    public static int Read(int pid, ulong address, Span<byte> into) => Read(pid, address, into, Large);

    /// <summary>Reads up to the first page that is not there. The kernel may refuse a stretch as a whole that holds such a page, so each page is one.</summary>
    /// <inheritdoc cref="Read(int, ulong, Span{byte})"/>
    public static int ReadPages(int pid, ulong address, Span<byte> into) => Read(pid, address, into, Page);

    private static int Read(int pid, ulong address, Span<byte> into, int piece)
    {
        Stretch* local = stackalloc Stretch[MostPieces], remote = stackalloc Stretch[MostPieces];
        int read = 0;
        fixed (byte* buffer = into)
        {
            while (read < into.Length)
            {
                int wanted = 0, pieces = 0;
                for (; pieces < MostPieces && read + wanted < into.Length; pieces++)
                {
                    ulong at = address + (ulong)(read + wanted);
                    int length = Math.Min(piece - (int)(at % (ulong)piece), into.Length - read - wanted);
                    (local[pieces], remote[pieces]) = (new Stretch(buffer + read + wanted, (nuint)length), new Stretch((void*)at, (nuint)length));
                    wanted += length;
                }

                nint got = ReadVector(pid, local, (nuint)pieces, remote, (nuint)pieces, 0);
                if (got <= 0)
                    break;
                read += (int)got;
                if (got < wanted)
                    break;
            }
        }

        return read;
    }

    [LibraryImport("libc", EntryPoint = "process_vm_readv", SetLastError = true)]
    private static partial nint ReadVector(int pid, Stretch* local, nuint locals, Stretch* remote, nuint remotes, nuint flags);

    private readonly struct Stretch(void* address, nuint length)
    {
        public readonly void* Address = address;
        public readonly nuint Length = length;
    }
}
