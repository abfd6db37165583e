namespace AsyncProf.Workload.Programs;

/// <summary>Parallel loops, <c>WhenEach</c> and waits that are given up.</summary>
internal static class LoopShapes
{
    public static async Task ParallelThree()
    {
        await System.Threading.Tasks.Parallel.ForEachAsync([30, 50, 80], new ParallelOptions { MaxDegreeOfParallelism = 2 }, ParallelBody);
        await Task.Delay(10);
    }

    public static async Task ParallelFive()
    {
        await System.Threading.Tasks.Parallel.ForEachAsync([30, 50, 25, 45, 65], new ParallelOptions { MaxDegreeOfParallelism = 2 }, ParallelBody);
        await Task.Delay(10);
    }

    public static async Task ParallelFor()
    {
        int[] times = [30, 50, 80];
        await System.Threading.Tasks.Parallel.ForAsync(0, 3, new ParallelOptions { MaxDegreeOfParallelism = 2 }, (i, cancel) => ParallelBody(times[i], cancel));
        await Task.Delay(10);
    }

    public static async Task ParallelFails()
    {
        try
        {
            await System.Threading.Tasks.Parallel.ForEachAsync([30, 50], new ParallelOptions { MaxDegreeOfParallelism = 2 }, (ms, cancel) => ms == 30 ? BodyFails(ms) : ParallelBody(ms, cancel));
        }
        catch (InvalidOperationException)
        {
        }

        await Task.Delay(10);
    }

    public static async Task ParallelSometimesSynchronous()
    {
        await System.Threading.Tasks.Parallel.ForEachAsync([30, 0], new ParallelOptions { MaxDegreeOfParallelism = 1 }, ParallelBody);
        await Task.Delay(10);
    }

    public static async Task WhenEachBusy()
    {
        int busy = 30;
        await foreach (Task task in Task.WhenEach(Scenarios.AsyncSleep(20), Scenarios.AsyncSleep(40), Scenarios.AsyncSleep(120)))
        {
            Thread.Sleep(busy);
            busy = 10;
        }
    }

    public static async Task WhenEachFails()
    {
        await foreach (Task task in Task.WhenEach(Scenarios.AsyncSleep(20), Fails(40)))
            await Task.Delay(5);
    }

    public static async Task GivesUp()
    {
        try
        {
            await Scenarios.AsyncSleep(80).WaitAsync(TimeSpan.FromMilliseconds(30));
        }
        catch (TimeoutException)
        {
        }

        await Task.Delay(120);
    }

    public static async Task GivesUpOnWhenAll()
    {
        try
        {
            await Task.WhenAll(Scenarios.AsyncSleep(40), Scenarios.AsyncSleep(80)).WaitAsync(TimeSpan.FromMilliseconds(20));
        }
        catch (TimeoutException)
        {
        }

        await Task.Delay(120);
    }

    public static async Task GivesUpCancelled()
    {
        using var cancel = new CancellationTokenSource();
        _ = Cancels(cancel);
        try
        {
            await Scenarios.AsyncSleep(80).WaitAsync(cancel.Token);
        }
        catch (OperationCanceledException)
        {
        }

        await Task.Delay(120);
    }

    private static async Task Cancels(CancellationTokenSource cancel)
    {
        await Task.Delay(30);
        cancel.Cancel();
    }

    private static async ValueTask ParallelBody(int ms, CancellationToken cancel)
    {
        if (ms == 0)
            return;
        Thread.Sleep(5); // so that each worker has a thread of its own
        await Task.Delay(ms, CancellationToken.None);
    }

    private static async ValueTask BodyFails(int ms)
    {
        Thread.Sleep(5);
        await Task.Delay(ms);
        throw new InvalidOperationException("expected");
    }

    private static async Task Fails(int ms)
    {
        await Task.Delay(ms);
        throw new InvalidOperationException("expected");
    }
}
