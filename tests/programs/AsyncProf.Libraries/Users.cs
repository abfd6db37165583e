namespace AsyncProf.Libraries;

/// <summary>
/// Some users at once, each of whom does one thing after the other, with a pause between. They do so much and not for so long: a library's first act may take seconds on a busy machine.
/// </summary>
/// <param name="acts">How much each does.</param>
internal sealed class Users(int acts)
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
    public Task RunAsync(int count, Func<int, int, Task> act) => Task.WhenAll(Enumerable.Range(0, count).Select(user => ActAsync(user, act)));

    private async Task ActAsync(int user, Func<int, int, Task> act)
    {
        for (int number = 0; number < acts; number++)
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
