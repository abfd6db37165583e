namespace AsyncProf.Runtime.Tests.Live;

/// <summary>What a live measurement may differ by on a noisy machine: −2 % and +15 %, and 15 ms more.</summary>
internal static class Near
{
    public static void Ms(double expected, long actualNs) =>
        Assert.InRange(actualNs / 1e6, (expected * 0.98) - 1, (expected * 1.15) + 15);
}
