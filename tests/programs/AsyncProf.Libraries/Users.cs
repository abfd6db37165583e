using System.Diagnostics;

namespace AsyncProf.Libraries;

/// <summary>Some users at once, each of whom does one thing after the other, with a pause between, until the time is up.</summary>
/// <param name="time">How long.</param>
internal sealed class Users(TimeSpan time)
{
    private long _done;
    private long _failed;

    /// <summary>What succeeded.</summary>
    public long Done => _done;

    /// <summary>What failed.</summary>
    public long Failed => _failed;

    /// <summary>Runs them.</summary>
    /// <param name="count">How many.</param>
    /// <param name="act">What a user does, by the number of the user and of the act.</param>
    public Task RunAsync(int count, Func<int, int, Task> act)
    {
        long begun = Stopwatch.GetTimestamp();
        return Task.WhenAll(Enumerable.Range(0, count).Select(user => ActAsync(user, begun, act)));
    }

    private async Task ActAsync(int user, long begun, Func<int, int, Task> act)
    {
        for (int number = 0; Stopwatch.GetElapsedTime(begun) < time; number++)
        {
            try
            {
                await act(user, number);
                Interlocked.Increment(ref _done);
            }
            catch (HttpRequestException)
            {
                Interlocked.Increment(ref _failed);
            }

            await Task.Delay(5);
        }
    }
}
