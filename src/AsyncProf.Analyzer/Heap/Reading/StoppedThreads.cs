using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace AsyncProf.Heap.Reading;

/// <summary>
/// All threads of a process, stopped. The kernel takes the thread that stopped them for the one that may let them go: all must happen on one thread. If that ends, or is killed, they go on.
/// </summary>
internal sealed partial class StoppedThreads : IDisposable
{
    private const int WaitAll = 0x40000000, NoHang = 1, EventStop = 128, NoSuchProcess = 3;

    private readonly Dictionary<int, int> _signals = []; // of each thread, the signal that it was about to get
    private readonly HashSet<int> _seized = [];

    /// <summary>The threads, as the operating system counts them.</summary>
    public IReadOnlyCollection<int> Ids => _signals.Keys;

    /// <summary>Stops all threads.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="patience">How long a thread is waited for that does not stop, as one may that waits for a disk.</param>
    /// <exception cref="HeapException">They may not be stopped, or do not stop.</exception>
    public static StoppedThreads Stop(int pid, TimeSpan patience)
    {
        var stopped = new StoppedThreads();
        try
        {
            while (stopped.SeizeNew(pid))
                stopped.Await(pid, patience);
            if (stopped._signals.Count == 0)
                throw new HeapException($"Process {pid} has ended.");
            return stopped;
        }
        catch
        {
            stopped.Dispose();
            throw;
        }
    }

    /// <summary>Lets them go on.</summary>
    public void Dispose()
    {
        foreach (int thread in _seized)
            _ = ThreadTrace.Ask(ThreadTrace.Detach, thread, 0, _signals.GetValueOrDefault(thread));
        _seized.Clear();
        _signals.Clear();
    }

    /// <summary>Those that have begun meanwhile, too: until there are no new ones.</summary>
    private bool SeizeNew(int pid)
    {
        bool any = false;
        foreach (int thread in ThreadsOf(pid))
        {
            if (_seized.Contains(thread))
                continue;
            if (ThreadTrace.Ask(ThreadTrace.Seize, thread, 0, 0) != 0)
            {
                int error = Marshal.GetLastPInvokeError();
                if (error == NoSuchProcess)
                    continue; // it has ended
                throw new HeapException($"Process {pid} may not be stopped ({new Win32Exception(error).Message}): run asyncprof as its user or as root, while no debugger is attached to it.");
            }

            _seized.Add(thread);
            _ = ThreadTrace.Ask(ThreadTrace.Interrupt, thread, 0, 0);
            any = true;
        }

        return any;
    }

    private void Await(int pid, TimeSpan patience)
    {
        long start = Stopwatch.GetTimestamp();
        foreach (int thread in _seized)
        {
            var spin = default(SpinWait);
            while (!_signals.ContainsKey(thread))
            {
                int waited = Wait(thread, out int status, WaitAll | NoHang);
                if (waited == thread)
                {
                    bool isStopped = (status & 0xff) == 0x7f;
                    if (!isStopped)
                        break; // it has ended
                    _signals[thread] = status >> 16 == EventStop ? 0 : (status >> 8) & 0xff;
                }
                else if (waited < 0)
                {
                    break;
                }
                else if (Stopwatch.GetElapsedTime(start) > patience)
                {
                    throw new HeapException(string.Create(CultureInfo.InvariantCulture, $"A thread of process {pid} did not stop within {patience.TotalSeconds:0.#} s; the process goes on: try again."));
                }
                else
                {
                    spin.SpinOnce(sleep1Threshold: -1);
                }
            }
        }

        _seized.IntersectWith(_signals.Keys);
    }

    private static IEnumerable<int> ThreadsOf(int pid)
    {
        try
        {
            return [.. Directory.EnumerateDirectories($"/proc/{pid}/task").Select(path => int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture))];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    private static partial int Wait(int thread, out int status, int options);
}
