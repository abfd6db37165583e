using AsyncProf.Decoding;
using AsyncProf.Heap.Kept;
using AsyncProf.Heap.Objects;
using AsyncProf.Heap.Reading;
using AsyncProf.Heap.Stacks;

namespace AsyncProf.Heap;

/// <summary>Tells what a process waits for: every async operation that has not ended, whether or not anybody listened when it began.</summary>
internal static class PendingReader
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <summary>Of a running process, which stands still for some tens of milliseconds.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="mostBytes">How much of its heap may be copied, in bytes.</param>
    /// <param name="question">What else is to be found out: the process stands still for longer.</param>
    /// <exception cref="HeapException">Its heap cannot be read.</exception>
    public static Task<HeapAnswer> ReadAsync(int pid, long mostBytes, HeapQuestion question = HeapQuestion.Pending) =>
        new LiveProcess(pid, Patience).ReadAsync(() => ReadLiveAsync(pid, mostBytes, question));

    /// <summary>Of a core file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mostBytes">How much of its heap may be read, in bytes.</param>
    /// <param name="question">What else is to be found out.</param>
    /// <exception cref="HeapException">It cannot be read.</exception>
    public static HeapAnswer ReadCore(string path, long mostBytes, HeapQuestion question = HeapQuestion.Pending)
    {
        try
        {
            using HeapImage image = CoreHeap.Open(path, mostBytes, question != HeapQuestion.Pending);
            return Read(image, "", question);
        }
        catch (Exception exception) when (CoreHeap.IsUnreadable(exception))
        {
            throw CoreHeap.Refuse(path, exception);
        }
    }

    private static async Task<HeapAnswer> ReadLiveAsync(int pid, long mostBytes, HeapQuestion question)
    {
        using HeapImage image = await LiveHeap.CopyAsync(pid, mostBytes, question != HeapQuestion.Pending);
        string root = image.Runtime.ClrInfo.ModuleInfo.FileName is { } path && !File.Exists(path) ? $"/proc/{pid}/root" : "";
        return Read(image, root, question);
    }

    private static HeapAnswer Read(HeapImage image, string root, HeapQuestion question)
    {
        using var modules = new DiskModules();
        var names = new HeapNames(modules, root);
        var types = new HeapTypes(image.Runtime, new MachineShapes(names));
        var reader = new HeapReader(image, types);
        var chains = new FrameChains();
        var operationReader = new OperationReader(image.Runtime, reader, types, names, chains);
        var graph = new PendingGraph(reader, operationReader);
        (long objects, long unread) = graph.Build(image, types);
        if (objects == 0)
            throw new HeapException("The heap holds no objects: a core file must be written with the heap (dotnet-dump collect --type Heap).");
        if (image.Roots is { Words: null })
            throw new HeapException("What its threads hold cannot be read here, and without that nothing is proved: leave --unreachable or --heap out.");
        bool[]? able = image.Roots is { } roots && question == HeapQuestion.Unreachable ? new Completable(image.Runtime.Heap, graph, roots).Run() : null;
        IReadOnlyList<PendingStack> stacks = new StackFolder(graph, new LeafReader(reader, graph, chains, image.Now), chains, able).Run(out int operations);
        var dump = new PendingDump
        {
            Runtime = image.Version,
            Stopped = image.Stopped,
            Operations = operations,
            Objects = objects,
            Unread = unread,
            IsProved = able is not null,
            Stacks = SemaphoreHolders.Name(stacks),
            Blocked = image.HasThreads ? new ThreadReader(image.Runtime, names).Blocked() : [],
        };
        return new HeapAnswer(dump, question == HeapQuestion.Kept ? KeptReader.Read(image, types, reader, new HolderTree(graph, operationReader, reader, chains)) : null);
    }
}
