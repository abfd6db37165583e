using System.Globalization;
using Microsoft.Diagnostics.Runtime;

namespace AsyncProf.Heap.Reading;

/// <summary>The heap in a core file.</summary>
internal static class CoreHeap
{
    /// <summary>Opens a core file. What else it throws may be <see cref="IsUnreadable"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mostBytes">How much of the heap may be read, in bytes.</param>
    /// <param name="withRoots">Whether it is read what the program held.</param>
    /// <exception cref="HeapException">It cannot be read, or holds no heap.</exception>
    public static HeapImage Open(string path, long mostBytes, bool withRoots)
    {
        DataTarget? target = null;
        var copies = new MemoryCopies();
        try
        {
            CheckLength(path);
            target = DataTarget.LoadDump(path, NoFiles.Options);
            ClrInfo info = RuntimeFinder.Find(target, Path.GetFileName(path));
            string runtimePath = info.ModuleInfo.FileName ?? "";
            ClrRuntime runtime = info.CreateRuntime(DebuggingLibrary.Beside(runtimePath, pid: 0), ignoreMismatch: true);
            List<MemoryRange> ranges = HeapRanges.Of(runtime.Heap), large = withRoots ? HeapRanges.OfLarge(runtime.Heap) : [];
            if (HeapRanges.SizeOf([.. ranges, .. large]) is var size && size > mostBytes)
                throw new HeapException(string.Create(CultureInfo.InvariantCulture, $"The {(withRoots ? "" : "small ")}objects of {Path.GetFileName(path)} take {size >> 20} MiB, and no more than {mostBytes >> 20} MiB may be read: --memory allows more."));
            foreach (MemoryRange range in (IEnumerable<MemoryRange>)[.. ranges, .. large])
            {
                MemoryCopy copy = copies.At(range.Start);
                copy.Length = target.DataReader.Read(range.Start, copy.Room(checked((int)range.Length)));
            }

            copies.Seal();
            return new HeapImage([target], runtime, copies)
            {
                Ranges = ranges,
                Large = large,
                Gaps = [.. runtime.Heap.EnumerateAllocationContexts()],
                Version = RuntimeFinder.VersionOf(runtimePath),
                HasThreads = true,
                Roots = withRoots ? HeapRoots.Of(runtime) : null,
            };
        }
        catch
        {
            copies.Dispose();
            target?.Dispose();
            throw;
        }
    }

    /// <summary>Whether it is what a file that is no core file, or holds nonsense, makes of reading it.</summary>
    public static bool IsUnreadable(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or InvalidDataException or ArgumentException or InvalidOperationException or ClrDiagnosticsException or OverflowException or NotSupportedException;

    /// <summary>What to say of a file that is unreadable.</summary>
    public static HeapException Refuse(string path, Exception exception) =>
        new($"{Path.GetFileName(path)} cannot be read as a core file ({exception.Message.TrimEnd('.')}): give one that dotnet-dump collect has written.", exception);

    /// <summary>What is not there reads as nothing, and the answer would be wrong without a word.</summary>
    private static void CheckLength(string path)
    {
        using FileStream file = File.OpenRead(path);
        if (CoreLength.Of(file) is { } whole && file.Length < whole)
            throw new HeapException(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(path)} is cut short: it has {file.Length:N0} bytes of {whole:N0}. Copy it again, or write another where there is room for it."));
    }
}
