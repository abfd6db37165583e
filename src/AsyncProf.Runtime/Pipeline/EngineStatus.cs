namespace AsyncProf.Pipeline;

/// <summary>What the engine has done since the process started, summed over every time it was on; published by its thread, read by anybody.</summary>
internal sealed record EngineStatus
{
    public long Events { get; init; }

    public long LostEvents { get; init; }

    public long OperationsEnded { get; init; }

    /// <summary>Operations that have begun and not ended, now.</summary>
    public long OperationsActive { get; init; }

    /// <summary>Operations, leaves and joins that are kept, now.</summary>
    public long Kept { get; init; }

    public long Awaits { get; init; }

    public long UnknownAwaits { get; init; }

    /// <summary>The share of awaits of which no event tells what was awaited, 0 to 1.</summary>
    public double UnknownAwaitShare => Awaits == 0 ? 0 : (double)UnknownAwaits / Awaits;

    public long GivenUp { get; init; }

    public long IllegalTransitions { get; init; }

    /// <summary>Failures of the profiler's own; they never reach the app.</summary>
    public long Faults { get; init; }

    /// <summary>How long the engine's thread has worked, in ticks of <see cref="System.Diagnostics.Stopwatch"/>.</summary>
    public long WorkTicks { get; init; }

    /// <summary>What is over, and this one's: how counts go on when the engine is started again.</summary>
    public static EngineStatus operator +(EngineStatus past, EngineStatus now) => now with
    {
        Events = past.Events + now.Events,
        LostEvents = past.LostEvents + now.LostEvents,
        OperationsEnded = past.OperationsEnded + now.OperationsEnded,
        Awaits = past.Awaits + now.Awaits,
        UnknownAwaits = past.UnknownAwaits + now.UnknownAwaits,
        GivenUp = past.GivenUp + now.GivenUp,
        IllegalTransitions = past.IllegalTransitions + now.IllegalTransitions,
        Faults = past.Faults + now.Faults,
        WorkTicks = past.WorkTicks + now.WorkTicks,
    };
}
