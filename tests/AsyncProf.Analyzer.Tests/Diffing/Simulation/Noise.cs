namespace AsyncProf.Analyzer.Tests.Diffing.Simulation;

/// <summary>How the runs of a simulated program differ though its code does not.</summary>
public enum Noise
{
    /// <summary>Each method of each run by itself, log-normal, 3 %.</summary>
    Independent,

    /// <summary>Likewise, and each run as a whole by 3 %.</summary>
    WithinRun,

    /// <summary>Likewise, and some runs are as a whole 8 % slower: another layout in memory, another decision of the JIT.</summary>
    Bimodal,

    /// <summary>Likewise, and the machine becomes 10 % slower from the first run to the last, while both sides take turns.</summary>
    Drifting,
}
