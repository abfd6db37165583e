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

    public static async Task StepAsync() => await Task.Delay(10);
}
