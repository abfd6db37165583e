namespace AsyncProf.Target;

/// <summary>A chain of calls that is suspended until somebody lets it go on.</summary>
internal static class Held
{
    private static TaskCompletionSource? s_gate;
    private static Task? s_outer;

    /// <summary>Suspends it.</summary>
    public static string Begin()
    {
        s_gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        s_outer = OuterAsync(s_gate.Task);
        return "held";
    }

    /// <summary>It goes on, to its end.</summary>
    public static async Task<string> ReleaseAsync()
    {
        s_gate!.SetResult();
        await s_outer!;
        return "released";
    }

    private static async Task OuterAsync(Task gate)
    {
        await MiddleAsync(gate);
        await Task.Delay(20);
    }

    private static async Task MiddleAsync(Task gate)
    {
        await InnerAsync(gate);
        await Task.Delay(20);
    }

    private static async Task InnerAsync(Task gate)
    {
        await gate;
        await Task.Delay(20);
    }
}
