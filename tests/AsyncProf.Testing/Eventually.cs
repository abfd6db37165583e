using Xunit;

namespace AsyncProf.Testing;

/// <summary>Waits for what another thread will do, for tests of live capture.</summary>
public static class Eventually
{
    private const int MillisecondsBetween = 25;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Returns when a condition holds; fails if it does not within half a minute, which is long for a machine that is busy otherwise, too.</summary>
    public static Task TrueAsync(Func<bool> condition) => TrueAsync(condition, Patience);

    /// <summary>Returns when a condition holds; fails if it does not in time.</summary>
    public static async Task TrueAsync(Func<bool> condition, TimeSpan atMost)
    {
        for (int i = 0; i < atMost.TotalMilliseconds / MillisecondsBetween; i++)
        {
            if (condition())
                return; // it need not hold for long
            await Task.Delay(MillisecondsBetween);
        }

        Assert.True(condition());
    }
}
