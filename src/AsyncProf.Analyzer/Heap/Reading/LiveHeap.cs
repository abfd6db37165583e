using System.Diagnostics;
using System.Globalization;
using Microsoft.Diagnostics.Runtime;

namespace AsyncProf.Heap.Reading;

/// <summary>
/// Copies the heap of a process that runs. It is copied once while it changes, so that the room is there and its pages are at hand; then all threads are stopped, for as long as it takes to copy
/// it again, and go on.
/// </summary>
internal sealed class LiveHeap : IDisposable
{
    /// <summary>In the middle of a collection no heap can be read: it is tried again, so often, after so long.</summary>
    private const int MostTries = 40;

    /// <summary>While a large object is being made nobody can tell where the next one begins: so often it is waited for that none is.</summary>
    private const int MostTriesForLarge = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25), Patience = TimeSpan.FromSeconds(2);

    private readonly int _pid;
    private readonly long _mostBytes;
    private readonly bool _withRoots;
    private readonly MemoryCopies _copies = new();
    private readonly Dictionary<uint, byte[]> _threads = [];
    private readonly DataTarget _live;
    private readonly DataTarget _target;
    private ClrRuntime? _runtime;
    private int _triesForLarge = MostTriesForLarge;
    private TimeSpan _stopped;

    private LiveHeap(int pid, long mostBytes, bool withRoots)
    {
        (_pid, _mostBytes, _withRoots) = (pid, mostBytes, withRoots);
        _live = DataTarget.AttachToProcess(pid, suspend: false, NoFiles.Options);
        _target = new DataTarget(new CopiedReader(_live.DataReader, _copies, _threads), NoFiles.Options);
    }

    /// <summary>Copies the heap of a process.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="mostBytes">How much may be copied, in bytes.</param>
    /// <param name="withRoots">Whether it is read what the program holds, and its large objects are copied too: the process stands still for longer.</param>
    /// <exception cref="HeapException">It cannot be read.</exception>
    public static Task<HeapImage> CopyAsync(int pid, long mostBytes, bool withRoots)
    {
        if (!OperatingSystem.IsLinux())
            throw new HeapException("The heap of a running process can be read on Linux only: write a core file there and dump that.");
        var done = new TaskCompletionSource<HeapImage>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => // who stops a thread must let it go: all of it on one thread
        {
            try
            {
                done.SetResult(Copy(pid, mostBytes, withRoots));
            }
            catch (Exception exception)
            {
                done.SetException(exception);
            }
        });
        (thread.IsBackground, thread.Name) = (true, "asyncprof heap");
        thread.Start();
        return done.Task;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _runtime?.Dispose();
        _target.Dispose();
        _live.Dispose();
        _copies.Dispose();
    }

    private static HeapImage Copy(int pid, long mostBytes, bool withRoots)
    {
        LiveHeap heap;
        try
        {
            heap = new LiveHeap(pid, mostBytes, withRoots);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException or ArgumentException or InvalidOperationException or ClrDiagnosticsException)
        {
            throw new HeapException($"Process {pid} cannot be read ({exception.Message.TrimEnd('.')}): run asyncprof as its user or as root.", exception);
        }

        try
        {
            return heap.Copy();
        }
        catch
        {
            heap.Dispose();
            throw;
        }
    }

    private HeapImage Copy()
    {
        ClrInfo info = RuntimeFinder.Find(_target, $"process {_pid}");
        string path = info.ModuleInfo.FileName ?? "";
        _runtime = info.CreateRuntime(DebuggingLibrary.Beside(path, _pid), ignoreMismatch: true);
        Rehearse();
        for (int i = 0; i < MostTries; i++)
        {
            if (TryCopyStopped(path) is { } image)
                return image;
            Thread.Sleep(Pause * (1 << (MostTriesForLarge - _triesForLarge))); // a thread that makes a large one may have to wait for a processor
        }

        throw new HeapException($"The collector of process {_pid} was at work each of {MostTries} times: try again when it collects less.");
    }

    /// <summary>Does all that is done while the process stands still, and once before: what has to be compiled for it is, and its memory is at hand.</summary>
    private void Rehearse()
    {
        _runtime!.FlushCachedData();
        ClrHeap heap = _runtime.Heap;
        _ = heap.CanWalkHeap;
        _ = heap.EnumerateAllocationContexts().Count();
        List<MemoryRange> small = HeapRanges.Of(heap), large = LargeOf(heap);
        CheckSize([.. small, .. large]);
        CopyAll(large);
        _ = LargeObjects.AreWhole(_runtime, _copies, large);
        CopyAll(small);
        CopyStacks([]);
        if (_withRoots)
            _ = HeapRoots.Of(_runtime);
    }

    /// <summary>Null while the collector is at work, or a large object is being made.</summary>
    private HeapImage? TryCopyStopped(string path)
    {
        var ranges = new List<MemoryRange>();
        var gaps = new List<MemoryRange>();
        List<MemoryRange> large;
        HeapRoots? roots;
        long start = Stopwatch.GetTimestamp(), now;
        using (var stopped = StoppedThreads.Stop(_pid, Patience))
        {
            now = Environment.TickCount64;
            _runtime!.FlushCachedData();
            ClrHeap heap = _runtime.Heap;
            bool canWalk = heap.CanWalkHeap;
            large = canWalk ? LargeOf(heap) : [];
            ranges.AddRange(canWalk ? HeapRanges.Of(heap) : []);
            CheckSize([.. ranges, .. large]);
            _copies.Clear();
            CopyAll(large);
            if (!canWalk || (!LargeObjects.AreWhole(_runtime, _copies, large) && --_triesForLarge > 0))
            {
                _stopped += Stopwatch.GetElapsedTime(start);
                return null;
            }

            gaps.AddRange(heap.EnumerateAllocationContexts());
            CopyAll(ranges);
            CopyStacks(stopped.Ids);
            roots = _withRoots ? HeapRoots.Of(_runtime) : null;
        }

        _stopped += Stopwatch.GetElapsedTime(start);
        _copies.Seal();
        return new HeapImage([_live, _target], _runtime, _copies)
        {
            Ranges = ranges,
            Large = large,
            Gaps = gaps,
            Version = RuntimeFinder.VersionOf(path),
            Stopped = _stopped,
            HasThreads = _threads.Count > 0,
            Now = now,
            Roots = roots,
        };
    }

    private List<MemoryRange> LargeOf(ClrHeap heap) => _withRoots ? HeapRanges.OfLarge(heap) : [];

    private void CheckSize(List<MemoryRange> ranges)
    {
        if (HeapRanges.SizeOf(ranges) is var size && size > _mostBytes)
        {
            string text = string.Create(CultureInfo.InvariantCulture, $"The objects of process {_pid} take {size >> 20} MiB, which are copied, and no more than {_mostBytes >> 20} MiB may be: --memory allows more.");
            throw new HeapException(text);
        }

        if (ranges.Exists(static range => range.Length > int.MaxValue))
            throw new HeapException($"Objects of process {_pid} lie in a stretch of more than 2 GiB, which cannot be copied: leave --unreachable or --heap out.");
    }

    private void CopyAll(List<MemoryRange> ranges)
    {
        foreach (MemoryRange range in ranges)
        {
            MemoryCopy copy = _copies.At(range.Start);
            copy.Length = ProcessMemory.Read(_pid, range.Start, copy.Room((int)range.Length));
        }
    }

    /// <summary>The used part of each managed thread's stack, as far as it is likely to matter, and its registers.</summary>
    private void CopyStacks(IReadOnlyCollection<int> threads)
    {
        const int Most = 256 << 10, Below = 256;
        _threads.Clear();
        HashSet<uint> managed = [.. _runtime!.Threads.Where(thread => thread.IsAlive).Select(thread => thread.OSThreadId)];
        foreach (int thread in threads)
        {
            if (!managed.Contains((uint)thread) || ThreadRegisters.Of(thread, out ulong pointer) is not { } registers)
                continue;
            _threads[(uint)thread] = registers;
            MemoryCopy copy = _copies.At(pointer - Below);
            copy.Length = ProcessMemory.ReadPages(_pid, pointer - Below, copy.Room(Most));
        }
    }
}
