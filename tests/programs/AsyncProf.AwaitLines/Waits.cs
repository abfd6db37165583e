namespace AwaitLines;

/// <summary>What the framework has to wait for.</summary>
internal sealed class Waits
{
    private static readonly TimeSpan Some = TimeSpan.FromMilliseconds(20);

    public async Task RunAsync()
    {
        Truth.At("Waits.Delays"); await Delays();
        Truth.At("Waits.Ticks"); await Ticks();
        Truth.At("Waits.Locks"); await Locks();
        Truth.At("Waits.Joins"); await Joins();
        Truth.At("Waits.Cancels"); await Cancels();
        Truth.At("Waits.Pooled"); await Pooled();
    }

    private async Task Delays()
    {
        Truth.At("Task.Delay"); await Task.Delay(Some);
        Truth.At("Task.Delay"); await Task.Delay(Some).ConfigureAwait(false);
    }

    private async Task Ticks()
    {
        using var timer = new PeriodicTimer(Some);
        Truth.At("PeriodicTimer.WaitForNextTickAsync"); await timer.WaitForNextTickAsync();
    }

    private async Task Locks()
    {
        using var gate = new SemaphoreSlim(0);
        var releasing = new Thread(() =>
        {
            Thread.Sleep(Some);
            gate.Release();
        });
        releasing.Start();
        Truth.At("SemaphoreSlim.WaitAsync"); await gate.WaitAsync();
        releasing.Join();
    }

    private async Task Joins()
    {
        Truth.At("Task.WhenAll"); await Task.WhenAll(Later.Echo(1), Later.Echo(2));
        Task<int> slow = Later.Echo(3);
        Truth.At("Task.WhenAny"); await Task.WhenAny(slow, Task.Delay(Timeout.Infinite));
    }

    private async Task Cancels()
    {
        using var cancelling = new CancellationTokenSource(Some);
        try
        {
            Truth.At("Task.Delay"); await Task.Delay(Timeout.Infinite, cancelling.Token);
        }
        catch (OperationCanceledException)
        {
            Truth.At("Later.Void"); await Later.Void();
        }
    }

    private async Task Pooled()
    {
        Truth.At("Task.Run"); await Task.Run(() => Thread.Sleep(Some));
    }
}
