namespace AsyncProf.Workload.Programs;

/// <summary>Every way to wait by <c>WaitAsync</c>.</summary>
internal static class RelayShapes
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    public static async Task RelayFails()
    {
        try
        {
            await Fails(40).WaitAsync(Long);
        }
        catch (InvalidOperationException)
        {
        }

        await Task.Delay(20);
    }

    public static async Task RelayCancels()
    {
        try
        {
            await Cancels(40).WaitAsync(Long);
        }
        catch (OperationCanceledException)
        {
        }

        await Task.Delay(20);
    }

    public static async Task RelayOfWhenAll()
    {
        await Task.WhenAll(Scenarios.AsyncSleep(20), Scenarios.AsyncSleep(50)).WaitAsync(Long);
        await Task.Delay(20);
    }

    public static async Task RelayOfWhenAllFails()
    {
        try
        {
            await Task.WhenAll(Fails(20), Scenarios.AsyncSleep(50)).WaitAsync(Long);
        }
        catch (InvalidOperationException)
        {
        }

        await Task.Delay(20);
    }

    public static async Task RelayOfWhenAllCancels()
    {
        try
        {
            await Task.WhenAll(Cancels(20), Scenarios.AsyncSleep(50)).WaitAsync(Long);
        }
        catch (OperationCanceledException)
        {
        }

        await Task.Delay(20);
    }

    public static async Task RelayOfWhenAny()
    {
        await Task.WhenAny(Scenarios.AsyncSleep(20), Scenarios.AsyncSleep(50)).WaitAsync(Long);
        await Task.Delay(60);
    }

    public static async Task WhenAllOfRelays()
    {
        Task one = Scenarios.AsyncSleep(20), two = Scenarios.AsyncSleep(50);
        await Task.WhenAll(one.WaitAsync(Long), two.WaitAsync(Long));
        await Task.Delay(20);
    }

    public static async Task WhenAnyOfRelays()
    {
        Task one = Scenarios.AsyncSleep(20), two = Scenarios.AsyncSleep(50);
        await Task.WhenAny(one.WaitAsync(Long), two.WaitAsync(Long));
        await Task.Delay(60);
    }

    public static async Task RelayOfRelay()
    {
        await Scenarios.AsyncSleep(20).WaitAsync(Long).WaitAsync(Long);
        await Task.Delay(20);
    }

    public static async Task RelayOfRun()
    {
        await Task.Run(Hold).WaitAsync(Long);
        await Task.Delay(20);
    }

    public static async Task RelayOfRunAsync()
    {
        await Task.Run(() => Scenarios.AsyncSleep(20)).WaitAsync(Long);
        await Task.Delay(20);
    }

    public static async Task RelayOfSource()
    {
        var source = new TaskCompletionSource();
        Task sets = Sets(source);
        await source.Task.WaitAsync(Long);
        await sets;
    }

    public static async Task TwoRelays()
    {
        Task slow = Scenarios.AsyncSleep(30), one = AwaitsRelayOf(slow), two = AwaitsRelayOf(slow);
        await Task.WhenAll(one, two);
    }

    public static async Task RelayCancelledByRawCallback()
    {
        using var cancel = new CancellationTokenSource();
        Other().GetAwaiter().OnCompleted(cancel.Cancel);
        try
        {
            await Scenarios.AsyncSleep(80).WaitAsync(cancel.Token);
        }
        catch (OperationCanceledException)
        {
        }

        await Task.Delay(120);
    }

    private static async Task AwaitsRelayOf(Task slow) => await slow.WaitAsync(Long);

    private static async Task Sets(TaskCompletionSource source)
    {
        await Task.Delay(30);
        source.SetResult();
    }

    private static async Task Other() => await Task.Delay(30);

    private static void Hold() => Thread.Sleep(20);

    private static async Task Fails(int ms)
    {
        await Task.Delay(ms);
        throw new InvalidOperationException("expected");
    }

    private static async Task Cancels(int ms)
    {
        await Task.Delay(ms);
        throw new OperationCanceledException("expected");
    }
}
