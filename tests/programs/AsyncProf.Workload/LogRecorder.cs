using System.Diagnostics;
using AsyncProf.Capture;
using AsyncProf.Events;
using AsyncProf.Testing.Logs;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Workload;

/// <summary>Runs a program under the product's own capture and keeps every event it sent.</summary>
internal static class LogRecorder
{
    private static readonly Dictionary<EventChunk, int> Taken = [];

    /// <summary>Calls the program on a thread of its own and waits, without a word to the TPL, until it has ended and its last brackets have closed.</summary>
    public static IReadOnlyList<LoggedEvent> Record(Func<Task> program)
    {
        CaptureHub hub = CaptureHub.Instance;
        Drain(hub);
        int main = 0;
        using (hub.Start())
            OwnThread.Run(program, () => main = hub.BufferOfThisThread()!.Key);

        List<LoggedEvent> log = Drain(hub);
        if (log.Count == 0)
            return log;
        log = [.. log.OrderBy(logged => logged.Event.Timestamp)];
        long first = log[0].Event.Timestamp;
        var threads = new Dictionary<int, int> { [main] = LogText.Main };
        return [.. log.Select(logged => Rebase(logged, first, threads))];
    }

    private static LoggedEvent Rebase(LoggedEvent logged, long first, Dictionary<int, int> threads)
    {
        if (!threads.TryGetValue(logged.Thread, out int thread))
            threads.Add(logged.Thread, thread = LogText.Main + threads.Count);
        AsyncEvent e = logged.Event;
        e.Timestamp = (e.Timestamp - first) * 1_000_000 / Stopwatch.Frequency; // microseconds
        return new LoggedEvent(thread, e);
    }

    private static List<LoggedEvent> Drain(CaptureHub hub)
    {
        var log = new List<LoggedEvent>();
        while (hub.Pool.Full.TryRead(out EventChunk? full))
        {
            Take(full);
            Taken.Remove(full);
        }

        for (ThreadBuffer? buffer = hub.Buffers; buffer is not null; buffer = buffer.Next)
        {
            if (buffer.Current is { } chunk)
                Take(chunk);
        }

        return log;

        void Take(EventChunk chunk)
        {
            int count = chunk.Count;
            for (int i = Taken.GetValueOrDefault(chunk); i < count; i++)
                log.Add(new LoggedEvent(chunk.Owner!.Key, chunk.Events[i]));
            Taken[chunk] = count;
        }
    }
}
