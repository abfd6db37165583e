using System.Collections.Concurrent;
using AsyncProf.Capture;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Engine;

/// <summary>Writes things to disk one after the other, on a thread of its own: a slow disk must not stop the engine. What cannot be written is counted.</summary>
internal sealed class WriterThread<T> : IDisposable
{
    private readonly BlockingCollection<T> _queue;
    private readonly Action<T> _write;
    private readonly Action<string>? _failed;
    private readonly Thread _thread;
    private long _unwritten;

    /// <summary>Starts the thread.</summary>
    /// <param name="name">What the thread is called.</param>
    /// <param name="maximumQueued">How many may wait.</param>
    /// <param name="write">Writes one.</param>
    /// <param name="failed">Told why one could not be written; null for nobody.</param>
    public WriterThread(string name, int maximumQueued, Action<T> write, Action<string>? failed = null)
    {
        _queue = new BlockingCollection<T>(maximumQueued);
        (_write, _failed) = (write, failed);
        _thread = new Thread(Run) { IsBackground = true, Name = name };
        _thread.UnsafeStart();
    }

    /// <summary>How many could not be written: the disk is full or too slow, the file may not be opened, or they came after the end.</summary>
    public long Unwritten => Volatile.Read(ref _unwritten);

    /// <summary>Why the last one could not be written; empty if all could.</summary>
    public string Why { get; private set; } = "";

    /// <summary>Adds one; never waits.</summary>
    /// <returns>Whether there was room for it.</returns>
    public bool Add(T item)
    {
        try
        {
            if (_queue.TryAdd(item))
                return true;
            Fail("The disk is too slow.");
        }
        catch (InvalidOperationException)
        {
            Fail("It was stopped."); // it may be at any moment, so asking before says nothing
        }

        return false;
    }

    /// <summary>Writes what is left, for two seconds at the most.</summary>
    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join(TimeSpan.FromSeconds(2));
    }

    private void Run()
    {
        CaptureHub.ExcludeThisThread();
        foreach (T item in _queue.GetConsumingEnumerable())
        {
            try
            {
                _write(item);
            }
            catch (Exception exception)
            {
                Fail(exception.Message); // must not end the app
            }
        }
    }

    private void Fail(string why)
    {
        Why = PlainText.Printable(why); // it may name files, and goes into a log
        Interlocked.Increment(ref _unwritten);
        _failed?.Invoke(Why);
    }
}
