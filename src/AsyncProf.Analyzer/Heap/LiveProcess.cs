using System.Diagnostics;
using AsyncProf.Recording.Processes;

namespace AsyncProf.Heap;

/// <summary>A process that is read, and that may be only starting, or end meanwhile: what fails then is no fault of whoever reads, and what does not fail is not whole.</summary>
internal sealed class LiveProcess
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly int _pid;
    private readonly TimeSpan _patience;
    private readonly string _start;
    private readonly bool _showsMemory;

    /// <summary>A process as it is now.</summary>
    /// <param name="pid">Its id.</param>
    /// <param name="patience">How long one that fails to be read is given to end: its threads do one by one.</param>
    public LiveProcess(int pid, TimeSpan patience) => (_pid, _patience, _start, _showsMemory) = (pid, patience, ProcFiles.StartOf(pid), ProcFiles.HasMemory(pid));

    /// <summary>Reads it.</summary>
    /// <param name="read">Does so.</param>
    /// <exception cref="HeapException">It has not started, or has ended. Whatever else went wrong comes out as it is.</exception>
    public async Task<T> ReadAsync<T>(Func<Task<T>> read)
    {
        if (SuspendedStart.IsStarting(_pid)) // the library for debugging would follow pointers that are not set yet, and crash
            throw new HeapException($"The runtime of process {_pid} is still starting: try again.");
        try
        {
            T answer = await read();
            return HasEnded() ? throw new HeapException("What was read last is missing.") : answer;
        }
        catch (Exception exception)
        {
            if (!await EndsAsync())
                throw;
            throw new HeapException($"Process {_pid} ended while it was read.", exception);
        }
    }

    private async Task<bool> EndsAsync()
    {
        var watch = Stopwatch.StartNew();
        while (!HasEnded())
        {
            if (watch.Elapsed >= _patience)
                return false;
            await Task.Delay(Pause);
        }

        return true;
    }

    /// <summary>Its memory goes before it does. Of another user's process neither may be told, now and before, and whoever had ended before has no start either.</summary>
    private bool HasEnded() => (_start.Length > 0 ? !ProcFiles.Lives(_pid, _start) : !Exists()) || (_showsMemory && !ProcFiles.HasMemory(_pid));

    private bool Exists()
    {
        try
        {
            using var process = Process.GetProcessById(_pid);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
