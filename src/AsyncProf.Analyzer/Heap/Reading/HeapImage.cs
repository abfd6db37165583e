using Microsoft.Diagnostics.Runtime;

namespace AsyncProf.Heap.Reading;

/// <summary>The heap of a process as it was at one moment: what objects lie on is copied, everything else is read where it is.</summary>
/// <param name="targets">What is read; disposed with it, the last first.</param>
/// <param name="runtime">The runtime.</param>
/// <param name="copies">What has been copied.</param>
internal sealed class HeapImage(DataTarget[] targets, ClrRuntime runtime, MemoryCopies copies) : IDisposable
{
    /// <summary>The runtime.</summary>
    public ClrRuntime Runtime => runtime;

    /// <summary>What has been copied.</summary>
    public MemoryCopies Copies => copies;

    /// <summary>Where objects lie, without those that are large or never change.</summary>
    public IReadOnlyList<MemoryRange> Ranges { get; init; } = [];

    /// <summary>Where large objects lie, and those that stay where they are; empty where nobody asked for what the program holds.</summary>
    public IReadOnlyList<MemoryRange> Large { get; init; } = [];

    /// <summary>Where threads are about to put objects: there are none yet.</summary>
    public IReadOnlyList<MemoryRange> Gaps { get; init; } = [];

    /// <summary>The version of the runtime; empty where it is not known.</summary>
    public string Version { get; init; } = "";

    /// <summary>How long the process stood still; zero for a core file.</summary>
    public TimeSpan Stopped { get; init; }

    /// <summary>Whether the stacks of threads can be walked.</summary>
    public bool HasThreads { get; init; }

    /// <summary>Milliseconds of the clock of timers at that moment; null where it is not known.</summary>
    public long? Now { get; init; }

    /// <summary>What the program holds; null where nobody asked.</summary>
    public HeapRoots? Roots { get; init; }

    /// <inheritdoc/>
    public void Dispose()
    {
        runtime.Dispose();
        for (int i = targets.Length - 1; i >= 0; i--)
            targets[i].Dispose();
        copies.Dispose();
    }
}
