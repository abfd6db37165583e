namespace Pending;

/// <summary>A delay that has come due while every thread of the pool is held.</summary>
internal static class Starved
{
    private static readonly List<Task> Kept = [];

    /// <summary>Begins it, and returns when it has long been due.</summary>
    public static void Begin()
    {
        Kept.Add(WaitAsync());
        ThreadPool.SetMaxThreads(Environment.ProcessorCount, 1);
        for (int i = 0; i < Environment.ProcessorCount * 2; i++)
            ThreadPool.UnsafeQueueUserWorkItem(static _ => Thread.Sleep(TimeSpan.FromHours(1)), null);
        Thread.Sleep(1_500);
    }

    private static async Task WaitAsync() => await Task.Delay(500);
}
