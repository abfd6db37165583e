namespace AsyncProf.Edges;

/// <summary>Proves on tasks of our own that the runtime keeps what we read, where we read it.</summary>
internal static class EdgeProof
{
    /// <summary>Whether the table, which is on, holds a task that has begun and lets go of it at its end, and a task that is waited for says by whom.</summary>
    public static bool Holds(TaskLinks links)
    {
        using var stop = new CancellationTokenSource();
        Task real = new TaskCompletionSource().Task, standIn = real.WaitAsync(stop.Token), begun = Task.Delay(Timeout.Infinite, stop.Token);
        bool isHeld = TaskMembers.Find(null, begun.Id) == begun && TaskMembers.ContinuationOf(real) == standIn && (links.Missing.Contains("WaitAsync") || links.RealOf(standIn) == real);
        stop.Cancel();
        return isHeld && TaskMembers.Find(null, begun.Id) is null;
    }
}
