using System.Collections.Concurrent;
using AsyncProf.Windows;

namespace AsyncProf.AspNetCore.Tests.Windows;

public sealed class AsideTests
{
    [Fact]
    public async Task Run_OfWhatGoesWrong_TellsWhoWaits()
    {
        var result = new TaskCompletionSource<int>();

        Aside.Run(result, () => throw new LostException());

        await Assert.ThrowsAsync<LostException>(() => result.Task);
    }

    [Fact]
    public async Task Run_OfWhatGoesWrongWhileNobodyWaits_IsNoUnobservedFaultOfTheApp()
    {
        ConcurrentQueue<Exception> unobserved = [];
        TaskScheduler.UnobservedTaskException += Note;
        try
        {
            WeakReference result = await FailAsync();
            for (int collections = 0; result.IsAlive; collections++)
            {
                Assert.InRange(collections, 0, 1000);
                GC.Collect();
                GC.WaitForPendingFinalizers();
                await Task.Yield();
            }

            Assert.Empty(unobserved);
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Note;
        }

        void Note(object? sender, UnobservedTaskExceptionEventArgs fault)
        {
            if (fault.Exception.InnerException is LostException lost)
                unobserved.Enqueue(lost);
        }
    }

    private static async Task<WeakReference> FailAsync()
    {
        var result = new TaskCompletionSource<int>();
        Aside.Run(result, () => throw new LostException());
        await Task.WhenAny(result.Task); // which looks at nothing
        return new WeakReference(result.Task);
    }

    private sealed class LostException : Exception;
}
