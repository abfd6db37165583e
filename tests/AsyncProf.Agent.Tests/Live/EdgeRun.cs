using AsyncProf.Capture;
using AsyncProf.Events;

namespace AsyncProf.Agent.Tests.Live;

/// <summary>What the capture of this process has seen of some work: the events of each thread, in order.</summary>
internal sealed class EdgeRun
{
    private readonly List<List<AsyncEvent>> _threads;

    private EdgeRun(List<List<AsyncEvent>> threads) => _threads = threads;

    public IEnumerable<AsyncEvent> Edges => _threads.SelectMany(events => events).Where(e => e.Kind == AsyncEventKind.Edge);

    public static async Task<EdgeRun> CaptureAsync(Func<Task> work, bool exact = true)
    {
        CaptureHub hub = CaptureHub.Instance;
        var reader = new CaptureReader<List<AsyncEvent>>(hub, _ => []);
        Read(reader);
        foreach (CapturedThread<List<AsyncEvent>> thread in reader.Queues)
            thread.State.Clear(); // of tests before
        using (hub.Start())
        using (exact ? hub.Edges.Start() : null)
            await Task.Run(work);
        Read(reader);
        var run = new EdgeRun([.. reader.Queues.Select(thread => thread.State)]);
        reader.Detach();
        Assert.Equal(0, hub.Faults);
        return run;
    }

    public bool Has(Task task, Task? other, EdgeKind kind) => Edges.Any(Is(task, other, kind));

    /// <summary>Whether such an edge stands directly before an event of a task.</summary>
    public bool HasBefore(Task task, Task? other, EdgeKind kind, AsyncEventKind next, Task of) => _threads.Exists(events =>
    {
        for (int i = 0; i + 1 < events.Count; i++)
        {
            if (Is(task, other, kind)(events[i]) && events.Skip(i + 1).SkipWhile(e => e.Kind == AsyncEventKind.Edge).FirstOrDefault() is var e && e.Kind == next && e.TaskId == of.Id)
                return true;
        }

        return false;
    });

    /// <summary>The edges of one kind to a task.</summary>
    public int[] To(Task other, EdgeKind kind) => [.. Edges.Where(e => e.OtherId == other.Id && e.Detail == (byte)kind).Select(e => e.TaskId)];

    /// <summary>The ids of operations of a method.</summary>
    public int[] Begun(string part) =>
        [.. _threads.SelectMany(events => events).Where(e => e.Kind == AsyncEventKind.OperationBegin && CaptureHub.Instance.Names[e.Extra].Contains(part, StringComparison.Ordinal)).Select(e => e.TaskId)];

    private static Func<AsyncEvent, bool> Is(Task task, Task? other, EdgeKind kind) =>
        e => e.Kind == AsyncEventKind.Edge && e.TaskId == task.Id && e.OtherId == (other?.Id ?? 0) && e.Detail == (byte)kind;

    private static void Read(CaptureReader<List<AsyncEvent>> reader)
    {
        reader.Collect();
        foreach (CapturedThread<List<AsyncEvent>> thread in reader.Queues)
        {
            while (thread.TryPeek(out _))
                thread.State.AddRange(thread.Take(long.MaxValue));
        }
    }
}
