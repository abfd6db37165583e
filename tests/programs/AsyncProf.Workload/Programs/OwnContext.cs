namespace AsyncProf.Workload.Programs;

/// <summary>A synchronization context that posts to the thread pool and installs itself there.</summary>
internal sealed class OwnContext : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) => ThreadPool.UnsafeQueueUserWorkItem(
        _ =>
        {
            SetSynchronizationContext(this);
            try
            {
                d(state);
            }
            finally
            {
                SetSynchronizationContext(null);
            }
        },
        null);
}
