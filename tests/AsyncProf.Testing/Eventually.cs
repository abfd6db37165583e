using Xunit;

namespace AsyncProf.Testing;

/// <summary>Waits for what another thread will do, for tests of live capture.</summary>
public static class Eventually
{
    private const int Looks = 200, MillisecondsBetween = 25;

    /// <summary>Returns when a condition holds; fails if it does not within five seconds.</summary>
    public static async Task TrueAsync(Func<bool> condition)
    {
        for (int i = 0; i < Looks && !condition(); i++)
            await Task.Delay(MillisecondsBetween);
        Assert.True(condition());
    }
}
