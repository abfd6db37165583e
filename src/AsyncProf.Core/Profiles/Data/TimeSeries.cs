namespace AsyncProf.Profiles.Data;

/// <summary>What a recording knows of each second of its process: what it took, when it stood still, and what ran and waited.</summary>
/// <param name="StepNs">How long a step is, in nanoseconds: a second, or as many as the recording is too long for. The first begins with the recording.</param>
/// <param name="Steps">How many steps there are.</param>
internal sealed record TimeSeries(long StepNs, int Steps)
{
    /// <summary>Most steps, however long the recording is.</summary>
    public const int MostSteps = 2048;

    /// <summary>A second, in nanoseconds.</summary>
    public const long Second = 1_000_000_000;

    /// <summary>Most pauses that are kept one by one, and most stacks of a step.</summary>
    public const int MostPauses = 1000, MostStacksOfStep = 10;

    /// <summary>Each measure of which anything is known, in their order.</summary>
    public required IReadOnlyList<MeasuredValues> Measures { get; init; }

    /// <summary>The longest pauses, in their order.</summary>
    public required IReadOnlyList<GcPause> Pauses { get; init; }

    /// <summary>How many pauses there were.</summary>
    public required long PauseCount { get; init; }

    /// <summary>How long they were together, in nanoseconds.</summary>
    public required long PausedNs { get; init; }

    /// <summary>The logical stacks that <see cref="ByStep"/> speaks of, each from its root; the last frame may be what is waited for.</summary>
    public required IReadOnlyList<IReadOnlyList<Frame>> Stacks { get; init; }

    /// <summary>For each step the stacks that ran or waited longest in it.</summary>
    public required IReadOnlyList<IReadOnlyList<StackShare>> ByStep { get; init; }

    /// <summary>A measure; null where nothing is known of it.</summary>
    public MeasuredValues? this[SeriesMeasure measure] => Measures.FirstOrDefault(values => values.Measure == measure);

    /// <summary>What memory is judged by: the working set or, where that was not measured, the heap of the garbage collector.</summary>
    public MeasuredValues? Memory => this[SeriesMeasure.WorkingSet] ?? this[SeriesMeasure.GcHeap];
}
