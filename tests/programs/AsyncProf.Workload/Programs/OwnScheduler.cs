namespace AsyncProf.Workload.Programs;

/// <summary>A scheduler that runs every task as an item of the thread pool.</summary>
internal sealed class OwnScheduler : TaskScheduler
{
    protected override IEnumerable<Task> GetScheduledTasks() => [];

    protected override void QueueTask(Task task) =>
        ThreadPool.UnsafeQueueUserWorkItem(_ => TryExecuteTask(task), null);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;
}
