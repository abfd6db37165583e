namespace AsyncProf.Workload;

/// <summary>Starts the thread pool and the timers.</summary>
internal static class WarmUp
{
    /// <summary>Yields, waits for a millisecond, and has something done.</summary>
    public static async Task OnceAsync()
    {
        await Task.Yield();
        await Task.Delay(1);
        await Task.Run(() => Thread.Sleep(1));
    }
}
