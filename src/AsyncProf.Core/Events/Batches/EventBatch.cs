namespace AsyncProf.Events.Batches;

/// <summary>Events of one thread on their way out of the process, with what is needed to read them alone. The layout is in <c>FORMAT.md</c>.</summary>
internal sealed class EventBatch
{
    /// <summary>The number of the thread in its process; never reused.</summary>
    public int Thread { get; init; }

    /// <summary>What begins on the thread belongs to the profiler or the exporter.</summary>
    public bool Ignored { get; init; }

    /// <summary>How many batches of this thread came before: a hole is a loss.</summary>
    public int Sequence { get; init; }

    /// <summary>A moment on both clocks: ticks of the recording's, and <see cref="DateTime.Ticks"/> in UTC.</summary>
    public long AnchorTimestamp { get; init; }

    public long AnchorUtc { get; init; }

    /// <summary>Events that this thread has lost so far, by kind.</summary>
    public IReadOnlyList<(AsyncEventKind Kind, long Count)> Lost { get; init; } = [];

    /// <summary>Names that the events point to and that no earlier batch carried.</summary>
    public IReadOnlyList<(int Id, string Name)> Names { get; init; } = [];

    public ReadOnlyMemory<AsyncEvent> Events { get; init; }
}
