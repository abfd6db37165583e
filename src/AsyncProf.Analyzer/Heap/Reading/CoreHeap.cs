using System.Globalization;
using Microsoft.Diagnostics.Runtime;

namespace AsyncProf.Heap.Reading;

/// <summary>The heap in a core file.</summary>
internal static class CoreHeap
{
    /// <summary>Opens a core file.</summary>
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
        catch (Exception exception)
        {
            copies.Dispose();
            target?.Dispose();
            if (exception is IOException or UnauthorizedAccessException or InvalidDataException or ArgumentException or InvalidOperationException or ClrDiagnosticsException or OverflowException)
                throw new HeapException($"{Path.GetFileName(path)} cannot be read as a core file ({exception.Message.TrimEnd('.')}): give one that dotnet-dump collect has written.", exception);
            throw;
        }
    }
}
