namespace AsyncProf.Hosted;

/// <summary>What the app does.</summary>
internal static class Load
{
    /// <summary>Begins work on all threads of the pool that never ends.</summary>
    public static void Begin()
    {
        for (int worker = 0; worker < 4; worker++)
            _ = Task.Run(ForeverAsync);
    }

    public static async Task<int> SquareAsync(int number)
    {
        await Task.Delay(2);
        await Task.Yield();
        return number * number;
    }

    private static async Task ForeverAsync()
    {
        for (int i = 0; ; i++)
        {
            await StepAsync();
            if (i % 100 == 0)
                await Task.Delay(1);
        }
    }

    private static async Task StepAsync() => await Task.Yield();
}
