using Xunit;

namespace AsyncProf.Testing;

/// <summary>Waits for what another thread will do, for tests of live capture.</summary>
public static class Eventually
{
    private const int Looks = 200, MillisecondsBetween = 25;

    /// <summary>Returns when a condition holds; fails if it does not within five seconds.</summary>
    public static Task TrueAsync(Func<bool> condition) => TrueAsync(condition, TimeSpan.FromMilliseconds(Looks * MillisecondsBetween));

    /// <summary>Returns when a condition holds; fails if it does not in time.</summary>
    public static async Task TrueAsync(Func<bool> condition, TimeSpan atMost)
    {
        for (int i = 0; i < atMost.TotalMilliseconds / MillisecondsBetween && !condition(); i++)
            await Task.Delay(MillisecondsBetween);
        Assert.True(condition());
    }
}
