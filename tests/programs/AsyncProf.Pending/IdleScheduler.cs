namespace Pending;

/// <summary>Takes tasks and never runs them, once it is idle.</summary>
internal sealed class IdleScheduler : TaskScheduler
{
    private readonly List<Task> _tasks = [];

    public volatile bool IsIdle;

    protected override IEnumerable<Task> GetScheduledTasks() => _tasks;

    protected override void QueueTask(Task task)
    {
        if (IsIdle)
            _tasks.Add(task);
        else
            TryExecuteTask(task);
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;
}
