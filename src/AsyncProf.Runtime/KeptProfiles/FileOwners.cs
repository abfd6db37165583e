using System.ComponentModel;
using System.Diagnostics;

namespace AsyncProf.KeptProfiles;

/// <summary>Whose the files of a ring are, by the ids of the processes that run now. Each id is looked up once.</summary>
internal sealed class FileOwners
{
    /// <summary>Both times come from clocks that are set now and then, if only by a little.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(1);

    private readonly Dictionary<int, DateTime> _starts = [];

    /// <summary>Whether a file is of this process, or of one that has ended. One that started only after the file was written last has but got its writer's id.</summary>
    /// <param name="pid">The process that wrote it.</param>
    /// <param name="lastWriteUtc">When it was last written.</param>
    public bool IsOwn(int pid, DateTime lastWriteUtc)
    {
        if (pid == Environment.ProcessId)
            return true;
        if (!_starts.TryGetValue(pid, out DateTime start))
            _starts.Add(pid, start = StartOf(pid));
        return start > lastWriteUtc && start - lastWriteUtc > Slack;
    }

    /// <summary>When a process started: later than anything if there is none, and earlier where that cannot be known.</summary>
    private static DateTime StartOf(int pid)
    {
        try
        {
            using Process process = Process.GetProcessById(pid);
            return process.StartTime.ToUniversalTime();
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return DateTime.MaxValue; // it ended meanwhile
        }
        catch (Exception exception) when (exception is Win32Exception or NotSupportedException)
        {
            return DateTime.MinValue;
        }
    }
}
