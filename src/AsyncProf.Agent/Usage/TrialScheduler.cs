namespace AsyncProf.Usage;

/// <summary>Takes tasks and never runs them.</summary>
internal sealed class TrialScheduler : TaskScheduler
{
    /// <inheritdoc/>
    protected override void QueueTask(Task task)
    {
    }

    /// <inheritdoc/>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    /// <inheritdoc/>
    protected override IEnumerable<Task> GetScheduledTasks() => [];
}
