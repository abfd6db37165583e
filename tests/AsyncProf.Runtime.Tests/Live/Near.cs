namespace AsyncProf.Runtime.Tests.Live;

/// <summary>
/// What a live measurement may differ by on a noisy machine: −2 % and +15 %, and 15 ms more. Downwards too: .NET's timers read a clock that
/// Linux moves in steps of 4 ms, so every delay may end that much early.
/// </summary>
internal static class Near
{
    /// <summary>By how many milliseconds the program, by its own watch, took longer than it should have: the machine's doing, not the profiler's.</summary>
    public static double Overshoot { get; set; }

    public static void Ms(double expected, long actualNs) =>
        Assert.InRange(actualNs / 1e6, (expected * 0.98) - 15, (expected * 1.15) + 15 + Overshoot);
}
