namespace AsyncProf.Capture;

/// <summary>
/// Listens to ASP.NET Core's own events of requests, which cost the app microseconds a request, for as long as activities may not tell of them all. Whoever begins in between is told by both.
/// </summary>
/// <param name="hub">Where the events belong.</param>
internal sealed class HostingSwitch(CaptureHub hub)
{
    private HostingListener? _listener;
    private volatile bool _hasActivities;
    private volatile bool _hasOthers;

    /// <summary>Whether the events are needed.</summary>
    private bool IsNeeded => !_hasActivities || _hasOthers;

    /// <summary>Whether it listens.</summary>
    public bool IsListening => _listener is not null;

    /// <summary>A request has begun, on its own thread.</summary>
    /// <param name="hasActivity">Whether an activity stands for it.</param>
    public void Tell(bool hasActivity)
    {
        if (hasActivity && !_hasActivities)
            _hasActivities = true;
        else if (!hasActivity && !_hasOthers)
            _hasOthers = true; // for good: another server in the same process, or one whose logging comes and goes
    }

    /// <summary>Begins or ends to listen, as has been told. Never in a callback: the runtime holds a lock of all listeners meanwhile.</summary>
    public void Follow()
    {
        if (IsNeeded == IsListening)
            return;
        if (IsNeeded)
            _listener = new HostingListener(hub);
        else
            Stop();
    }

    /// <summary>A capture begins: what was told before may be of servers that have gone.</summary>
    public void Forget() => (_hasActivities, _hasOthers) = (false, false);

    /// <summary>Ends to listen.</summary>
    public void Stop()
    {
        _listener?.Dispose();
        _listener = null;
    }
}
