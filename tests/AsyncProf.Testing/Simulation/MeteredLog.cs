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

    /// <summary>
    /// The same program on threads that were overtaken: where an operation has suspended, its thread says only later that its work is over, and tells only then what it used. By that time the
    /// operation may have ended elsewhere.
    /// </summary>
    /// <param name="metered">The log with readings.</param>
    /// <param name="random">Chooses which, and how late.</param>
    public static IReadOnlyList<LoggedEvent> Overtaken(IReadOnlyList<LoggedEvent> metered, Random random)
    {
        var late = new List<LoggedEvent>(metered.Count);
        var held = new Dictionary<int, (List<LoggedEvent> Events, long Until)>();
        var last = new Dictionary<int, AsyncEventKind>();
        var depth = new Dictionary<int, int>();
        for (int i = 0; i < metered.Count; i++)
        {
            (int thread, AsyncEvent e) = metered[i];
            foreach (int other in held.Keys.Where(key => key == thread || held[key].Until <= e.Timestamp).ToArray())
                Release(other, e.Timestamp);
            bool isReading = e.Kind == AsyncEventKind.Cpu && i + 1 < metered.Count && metered[i + 1] is { Event: { Kind: AsyncEventKind.WorkEnd } } next && next.Thread == thread;
            AsyncEvent bound = isReading ? metered[i + 1].Event : e;
            bool ends = bound is { Kind: AsyncEventKind.WorkEnd, Detail: (byte)TaskWork.Execution } && depth.GetValueOrDefault(thread) == 1;
            if (ends && last.GetValueOrDefault(thread) is AsyncEventKind.ContinuationScheduled or AsyncEventKind.WaitBegin && random.Next(2) == 0)
            {
                held[thread] = (isReading ? [metered[i], metered[i + 1]] : [metered[i]], e.Timestamp + random.Next(40));
                i += isReading ? 1 : 0;
                e = bound;
            }
            else
            {
                late.Add(metered[i]);
            }

            if (e.Kind is AsyncEventKind.WorkBegin or AsyncEventKind.WorkEnd)
                depth[thread] = depth.GetValueOrDefault(thread) + (e.Kind == AsyncEventKind.WorkBegin ? 1 : -1);
            if (e.Kind is not (AsyncEventKind.Cpu or AsyncEventKind.Allocated))
                last[thread] = e.Kind;
        }

        foreach (int thread in held.Keys.ToArray())
            Release(thread, metered[^1].Event.Timestamp);
        return late;

        void Release(int thread, long now)
        {
            foreach (LoggedEvent logged in held[thread].Events)
                late.Add(logged with { Event = logged.Event with { Timestamp = Math.Max(logged.Event.Timestamp, now) } });
            held.Remove(thread);
        }
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
