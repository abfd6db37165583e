using AsyncProf.Heap;

namespace AsyncProf.Cli.Commands;

/// <summary>What is to be dumped, and how.</summary>
/// <param name="Core">A core file; null where a process is dumped.</param>
/// <param name="Pid">The process, by its id.</param>
/// <param name="Name">The process, by its name.</param>
internal sealed record DumpRequest(string? Core, int? Pid, string? Name)
{
    /// <summary>Whether JSON is written.</summary>
    public bool IsJson { get; init; }

    /// <summary>What is to be found out.</summary>
    public HeapQuestion Question { get; init; }

    /// <summary>Whether the frameworks' methods are shown.</summary>
    public bool ShowAll { get; init; }

    /// <summary>How many stacks are shown, as it was given.</summary>
    public string? Top { get; init; }

    /// <summary>How much of the heap may be copied, in bytes.</summary>
    public long Memory { get; init; }
}
