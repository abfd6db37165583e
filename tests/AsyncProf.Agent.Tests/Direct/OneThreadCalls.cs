using System.Runtime.CompilerServices;

namespace AsyncProf.Agent.Tests.Direct;

/// <summary>Two nested async methods that are suspended once each and go on at once, all on the thread that calls.</summary>
internal static class OneThreadCalls
{
    /// <summary>What one call raises at 0x39, Informational.</summary>
    public static string EventsOf(int calls) => $"10:{2 * calls} 14:{2 * calls} 15:{2 * calls} 17:{4 * calls} 18:{4 * calls}";

    public static void Run(int calls)
    {
        SynchronizationContext? context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null); // it would take what follows to another thread
        try
        {
            for (int i = 0; i < calls; i++)
            {
                var gate = new TaskCompletionSource();
                Task call = OuterAsync(gate.Task);
                gate.SetResult();
                Assert.True(call.IsCompletedSuccessfully);
            }
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task OuterAsync(Task gate) => await InnerAsync(gate).ConfigureAwait(false);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task InnerAsync(Task gate) => await gate.ConfigureAwait(false);
}
