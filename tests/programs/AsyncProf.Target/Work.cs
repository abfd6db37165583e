namespace AsyncProf.Target;

/// <summary>What the target does.</summary>
internal static class Work
{
    public static async Task ForeverAsync()
    {
        while (true)
            await StepAsync();
    }

    public static async Task<int> SquareAsync(int number)
    {
        await Task.Delay(2);
        await Task.Yield();
        return number * number;
    }

    /// <summary>The sum of so many squares, from 1 on, all at once.</summary>
    public static async Task<int> SquaresAsync(int count) => (await Task.WhenAll(Enumerable.Range(1, count).Select(SquareAsync))).Sum();

    public static async Task StepAsync() => await Task.Delay(10);
}
