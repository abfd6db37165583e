namespace AsyncProf.Usage;

/// <summary>What a thread used of the processors between two readings, in nanoseconds, and is not told yet. Events hold 32 bits of each, so that it may take several to tell.</summary>
internal struct CpuShare
{
    /// <summary>No more is told at once, or what the system says were never told to the end: a day.</summary>
    public const long Longest = 86_400_000_000_000;

    /// <summary>Time on a processor.</summary>
    public long Cpu;

    /// <summary>The part of it that the operating system worked.</summary>
    public long System;

    /// <summary>How long the thread waited for a processor.</summary>
    public long Preempted;

    /// <summary>Whether anything is left to be told.</summary>
    public readonly bool Any => (Cpu | System | Preempted) != 0;

    /// <summary>Takes as much as an event holds; of what is told of the system never more than of both.</summary>
    public (uint Cpu, uint System, uint Preempted) Take()
    {
        uint cpu = Part(Cpu), system = Part(Math.Min(System, cpu)), preempted = Part(Preempted);
        Cpu -= cpu;
        System = Math.Min(System - system, Cpu);
        Preempted -= preempted;
        return (cpu, system, preempted);
    }

    private static uint Part(long of) => (uint)Math.Clamp(of, 0, uint.MaxValue);
}
