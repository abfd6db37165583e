using System.Globalization;

namespace AsyncProf.Usage;

/// <summary>
/// What the runtime's own threads have used of the processors that take samples and write events to whoever records over EventPipe. The runtime gives them their name on Linux, on .NET 8 to 11.
/// One thread at a time may look.
/// </summary>
/// <param name="tasks">Where the system tells of the threads of this process.</param>
/// <param name="time">How late it is.</param>
internal sealed class EventPipeThreads(string tasks, TimeProvider time)
{
    private const string Name = ".NET EventPipe";

    /// <summary>So often threads are looked for that have begun; a process may have thousands.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, long> _known = [];
    private HashSet<string> _others = [];
    private long? _searched;
    private long _cpuNs;

    public EventPipeThreads()
        : this("/proc/self/task", TimeProvider.System)
    {
    }

    /// <summary>What they have used since this was first asked, in nanoseconds; 0 where the system does not say. What one uses after it was last seen is missing.</summary>
    public long CpuNs()
    {
        try
        {
            foreach (string thread in _known.Keys.ToArray())
                Add(thread);
            if (_searched is not { } searched || time.GetElapsedTime(searched) >= Interval)
                Search();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // then it is not known, and part of what nothing is known of
        }

        return _cpuNs;
    }

    private void Search()
    {
        bool isFirst = _searched is null;
        _searched = time.GetTimestamp();
        var others = new HashSet<string>();
        foreach (string thread in Directory.EnumerateDirectories(tasks))
        {
            if (_known.ContainsKey(thread))
                continue;
            if (!_others.Contains(thread) && Read(thread, "comm").AsSpan().TrimEnd().SequenceEqual(Name))
            {
                _known[thread] = isFirst ? Used(thread) ?? 0 : 0;
                Add(thread);
            }
            else
            {
                others.Add(thread);
            }
        }

        _others = others;
    }

    private void Add(string thread)
    {
        if (Used(thread) is not { } used)
        {
            _known.Remove(thread);
            return;
        }

        _cpuNs += Math.Max(0, used - _known[thread]);
        _known[thread] = used;
    }

    /// <summary>Null if the thread has ended.</summary>
    private static long? Used(string thread) =>
        long.TryParse(Read(thread, "schedstat").Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out long used) ? used : null;

    private static string Read(string thread, string what)
    {
        try
        {
            return File.ReadAllText(Path.Combine(thread, what));
        }
        catch (IOException)
        {
            return ""; // it has ended in between
        }
    }
}
