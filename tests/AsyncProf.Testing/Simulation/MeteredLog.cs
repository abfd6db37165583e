using AsyncProf.Events;

namespace AsyncProf.Testing.Simulation;

/// <summary>A log as it would be of threads that allocate a byte and use a nanosecond of a processor each tick.</summary>
internal static class MeteredLog
{
    /// <summary>The log with readings.</summary>
    /// <param name="log">The events of a program.</param>
    public static IReadOnlyList<LoggedEvent> Of(IReadOnlyList<LoggedEvent> log)
    {
        var metered = new List<LoggedEvent>(log.Count * 2);
        var bytes = new Dictionary<int, long>();
        var executing = new Dictionary<int, int>();
        var cpu = new Dictionary<int, long>();
        foreach (LoggedEvent logged in log)
        {
            (int thread, AsyncEvent e) = logged;
            bool isWork = e.Kind is AsyncEventKind.WorkBegin or AsyncEventKind.WorkEnd, isBound = (isWork && e.Detail == (byte)TaskWork.Execution) || e.Kind == AsyncEventKind.OperationEnd;
            bool isBlock = e.Kind == AsyncEventKind.WaitBegin && e.Detail == (byte)WaitBehavior.Synchronous;
            bool isMark = e.Kind is AsyncEventKind.EntryStart or AsyncEventKind.EntryStop or AsyncEventKind.RequestStart or AsyncEventKind.RequestStop;
            isMark |= e.Kind == AsyncEventKind.OperationBegin && executing.GetValueOrDefault(thread) == 0;
            if (isWork && e.Detail == (byte)TaskWork.Execution)
                executing[thread] = executing.GetValueOrDefault(thread) + (e.Kind == AsyncEventKind.WorkBegin ? 1 : -1);
            if (isBound || isBlock || isMark)
            {
                uint used = (uint)Since(cpu, thread, e.Timestamp);
                metered.Add(new LoggedEvent(thread, AsyncEvent.CpuUsed(e.Timestamp, used, used / 2, used / 3, beforeMark: isMark)));
            }

            if (isBound)
                e.Allocated = Since(bytes, thread, e.Timestamp);
            else if (isMark)
                metered.Add(new LoggedEvent(thread, AsyncEvent.AllocatedBytes(e.Timestamp, Since(bytes, thread, e.Timestamp))));
            metered.Add(new LoggedEvent(thread, e));
        }

        return metered;
    }

    /// <summary>All that was allocated according to a log.</summary>
    public static long Bytes(IEnumerable<LoggedEvent> log) =>
        log.Sum(logged => logged.Event.Kind is AsyncEventKind.OperationEnd or AsyncEventKind.WorkBegin or AsyncEventKind.WorkEnd or AsyncEventKind.Allocated ? Math.Max(0, logged.Event.Allocated) : 0);

    private static long Since(Dictionary<int, long> last, int thread, long now)
    {
        long since = last.TryGetValue(thread, out long before) ? now - before : 0;
        last[thread] = now;
        return Math.Max(0, since);
    }
}
