namespace AsyncProf.Workload.Programs;

/// <summary>Async delegates that continue after something.</summary>
internal static class UnwrapShapes
{
    public static async Task ThenUnwrap() => await Scenarios.AsyncSleep(30).ContinueWith(static _ => AfterAll(), TaskScheduler.Default).Unwrap();

    public static async Task ThenUnwrapYields() => await Scenarios.AsyncSleep(30).ContinueWith(static _ => AfterYield(), TaskScheduler.Default).Unwrap();

    public static async Task ThenUnwrapForgotten()
    {
        _ = Scenarios.AsyncSleep(30).ContinueWith(static _ => AfterAll(), TaskScheduler.Default).Unwrap();
        await Task.Delay(90);
    }

    public static async Task ThenUnwrapFails()
    {
        try
        {
            await Scenarios.AsyncSleep(30).ContinueWith(static _ => AfterFails(), TaskScheduler.Default).Unwrap();
        }
        catch (InvalidOperationException)
        {
        }

        await Task.Delay(10);
    }

    public static async Task ThenUnwrapCompleted() => await Scenarios.AsyncSleep(30).ContinueWith(AfterCompleted, TaskScheduler.Default).Unwrap();

    public static async Task ThenUnwrapThrows()
    {
        try
        {
            await Scenarios.AsyncSleep(30).ContinueWith(AfterThrows, TaskScheduler.Default).Unwrap();
        }
        catch (InvalidOperationException)
        {
        }

        await Task.Delay(10);
    }

    public static async Task WhenAllThenUnwrap() =>
        await Task.Factory.ContinueWhenAll([Scenarios.AsyncSleep(20), Scenarios.AsyncSleep(40)], static _ => AfterAll(), default, default, TaskScheduler.Default).Unwrap();

    public static async Task WhenAnyThenUnwrap()
    {
        await Task.Factory.ContinueWhenAny([Scenarios.AsyncSleep(20), Scenarios.AsyncSleep(40)], static _ => AfterAll(), default, default, TaskScheduler.Default).Unwrap();
        await Task.Delay(20);
    }

    public static async Task UnwrapTooLate()
    {
        Task<Task> started = Task.Factory.StartNew(static () => Inner(), default, default, TaskScheduler.Default);
        Thread.Sleep(20);
        await started.Unwrap();
    }

    public static async Task AwaitAwait() => await await Task.Factory.StartNew(static () => InnerLate(), default, default, TaskScheduler.Default);

    private static async Task AfterAll()
    {
        Thread.Sleep(5);
        await Task.Delay(20);
        Thread.Sleep(5);
    }

    private static async Task AfterYield()
    {
        await Task.Yield();
        await Task.Delay(20);
    }

    private static async Task AfterFails()
    {
        await Task.Delay(20);
        throw new InvalidOperationException("expected");
    }

    private static Task AfterCompleted(Task first)
    {
        Thread.Sleep(5);
        return Task.CompletedTask;
    }

    private static Task AfterThrows(Task first)
    {
        Thread.Sleep(5);
        throw new InvalidOperationException("expected");
    }

    private static async Task Inner() => await Task.Delay(60);

    private static async Task InnerLate()
    {
        Thread.Sleep(20);
        await Task.Delay(30);
    }
}
