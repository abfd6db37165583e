using AsyncProf.Capture;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Pushing;

/// <summary>
/// Shapes and pushes profiles on a thread of its own, of which nothing is captured: neither the engine nor the app waits for a store. When it ends it is given a second, once, and no more.
/// </summary>
internal sealed class PushThread : IDisposable
{
    /// <summary>Profiles that wait to be shaped; more come only while one request takes very long.</summary>
    private const int MaximumWaiting = 16;

    /// <summary>How long the app's stop may wait for the last profile.</summary>
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Queue<AsyncProfile> _waiting = new();
    private readonly AutoResetEvent _wake = new(false);
    private readonly CancellationTokenSource _stop = new();
    private readonly ProfileParts _parts;
    private readonly PushQueue _queue;
    private readonly PushSender _sender;
    private readonly PushCounts _counts;
    private readonly Thread _thread;
    private volatile bool _isOver;

    /// <summary>Starts the thread.</summary>
    /// <param name="parts">What makes of profiles what is pushed.</param>
    /// <param name="queue">Where it waits.</param>
    /// <param name="sender">What pushes it.</param>
    /// <param name="counts">What becomes of it.</param>
    public PushThread(ProfileParts parts, PushQueue queue, PushSender sender, PushCounts counts)
    {
        (_parts, _queue, _sender, _counts) = (parts, queue, sender, counts);
        _thread = new Thread(Run) { IsBackground = true, Name = "AsyncProf push" };
        _thread.UnsafeStart();
    }

    /// <summary>The usual way to a store.</summary>
    public static PushThread Start(PushSettings settings, PushCounts counts)
    {
        var queue = new PushQueue(settings.MaximumQueueBytes, counts);
        var client = new PushClient(settings.Endpoint, PushFormat.Of(settings), TimeProvider.System);
        var sender = new PushSender(client, queue, counts, settings.Timeout, TimeProvider.System, Random.Shared.NextDouble);
        return new PushThread(new ProfileParts(new SeriesBound(settings.SampleLabels, settings.MaximumSeries)), queue, sender, counts);
    }

    /// <summary>Adds a profile; never waits.</summary>
    public void Add(AsyncProfile profile)
    {
        lock (_lock)
        {
            if (_isOver || _waiting.Count >= MaximumWaiting)
                _counts.AddDropped(1);
            else
                _waiting.Enqueue(profile);
        }

        _wake.Set();
    }

    /// <summary>Ends it. What has not been pushed then is lost, and counted.</summary>
    public void Dispose()
    {
        _isOver = true;
        _wake.Set();
        if (_thread.Join(LastPatience))
            return;
        _stop.Cancel();
        _thread.Join(LastPatience / 10);
    }

    private void Run()
    {
        CaptureHub.ExcludeThisThread();
        while (!_isOver)
        {
            TimeSpan wait = LastPatience; // after a failure of our own
            Guard(() =>
            {
                Shape();
                wait = _sender.Step(_stop.Token);
            });
            if (wait != TimeSpan.Zero)
                _wake.WaitOne(wait);
        }

        Guard(() =>
        {
            Shape();
            _sender.Finish(LastPatience * 0.9, _stop.Token);
        });
    }

    private void Shape()
    {
        while (Next() is { } profile)
        {
            long unfit = _parts.Unfit;
            foreach (PushPart part in _parts.Of(profile))
                _queue.Add(part);
            if (_parts.Unfit > unfit)
                _counts.AddDropped(_parts.Unfit - unfit, "A stack is longer than what a store takes.");
        }
    }

    private AsyncProfile? Next()
    {
        lock (_lock)
            return _waiting.TryDequeue(out AsyncProfile? profile) ? profile : null;
    }

    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception)
        {
            _counts.AddDropped(1, PlainText.Printable(exception.Message)); // must not end the app
        }
    }
}
