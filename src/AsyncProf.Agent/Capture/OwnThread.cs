namespace AsyncProf.Capture;

/// <summary>Threads of the profiler's own for what must not hold up the app's, or the runtime's.</summary>
internal static class OwnThread
{
    /// <summary>Does something apart: nothing of it is captured, and a failure is counted, where it would end the app.</summary>
    /// <returns>The thread, for who wants to wait for it.</returns>
    public static Thread Start(Action action)
    {
        var thread = new Thread(() =>
        {
            CaptureHub.ExcludeThisThread();
            try
            {
                action();
            }
            catch (Exception)
            {
                CaptureHub.Instance.CountFault();
            }
        });
        thread.IsBackground = true;
        thread.Name = "AsyncProf";
        thread.UnsafeStart();
        return thread;
    }
}
