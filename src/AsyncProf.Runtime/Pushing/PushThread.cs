using AsyncProf.Capture;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Pushing;

/// <summary>
/// Shapes and pushes profiles on a thread of its own, of which nothing is captured: neither the engine nor the app waits for a store. When it ends it is given a second, once, and no more; none where the
/// server was away.
/// </summary>
internal sealed class PushThread : IDisposable
{
    /// <summary>Profiles that wait to be shaped, which may be large; more come only while one request takes longer than four intervals.</summary>
    private const int MaximumWaiting = 4;

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
    private readonly TimeSpan _patience;
    private readonly Thread _thread;
    private volatile bool _isOver;

    /// <summary>Starts the thread.</summary>
    /// <param name="parts">What makes of profiles what is pushed.</param>
    /// <param name="queue">Where it waits.</param>
    /// <param name="sender">What pushes it.</param>
    /// <param name="counts">What becomes of it.</param>
    /// <param name="patience">How long the app's stop may wait for the last profile; null for the usual.</param>
    public PushThread(ProfileParts parts, PushQueue queue, PushSender sender, PushCounts counts, TimeSpan? patience = null)
    {
        (_parts, _queue, _sender, _counts, _patience) = (parts, queue, sender, counts, patience ?? LastPatience);
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
            if (_isOver)
                _counts.AddDropped("AsyncProf has stopped.");
            else if (_waiting.Count >= MaximumWaiting)
                _counts.AddDropped("Requests take too long for so many profiles: set a longer Push.Interval or a shorter Push.Timeout.");
            else
                _waiting.Enqueue(profile);
        }

        _wake.Set();
    }

    /// <summary>Ends it. What has not been pushed then is lost, and counted.</summary>
    public void Dispose()
    {
        lock (_lock)
            _isOver = true; // so that what was added before is still shaped, and what comes later counted
        _wake.Set();
        if (_sender.IsAway)
            _stop.Cancel(); // it may be trying again
        if (_thread.Join(_patience))
            return;
        _stop.Cancel();
        _thread.Join(_patience / 10);
    }

    private void Run()
    {
        CaptureHub.ExcludeThisThread();
        while (!_isOver)
        {
            ShapeAll();
            TimeSpan wait = Send();
            if (wait != TimeSpan.Zero)
                _wake.WaitOne(wait);
        }

        ShapeAll();
        try
        {
            _sender.Finish(_patience * 0.9, _stop.Token);
        }
        catch (Exception exception)
        {
            _counts.AddDropped(PlainText.Printable(exception.Message)); // must not end the app
        }
    }

    private void ShapeAll()
    {
        while (Next() is { } profile)
        {
            try
            {
                Shape(profile);
            }
            catch (Exception exception)
            {
                _counts.AddDropped(PlainText.Printable(exception.Message)); // must not end the app
            }
        }
    }

    /// <summary>Pushes each part before the next one is made, as long as the server takes them: a profile may have more than may wait.</summary>
    private void Shape(AsyncProfile profile)
    {
        long unfit = _parts.Unfit;
        foreach (PushPart part in _parts.Of(profile))
        {
            _queue.Add(part);
            if (!_isOver)
                Send();
        }

        if (_parts.Unfit > unfit)
            _counts.AddDropped(FormattableString.Invariant($"A profile was pushed without {_parts.Unfit - unfit} of its stacks, which are longer than what a store takes."));
    }

    /// <summary>Pushes one, if it is time to; returns how long nothing is to do.</summary>
    private TimeSpan Send()
    {
        try
        {
            return _sender.Step(_stop.Token);
        }
        catch (Exception)
        {
            return LastPatience; // a bug of ours must not end the app; what is to be pushed waits on, and grows too old
        }
    }

    private AsyncProfile? Next()
    {
        lock (_lock)
            return _waiting.TryDequeue(out AsyncProfile? profile) ? profile : null;
    }
}
