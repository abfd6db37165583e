using System.Diagnostics;
using AsyncProf.Attribution;
using AsyncProf.Engine;
using AsyncProf.Events;
using AsyncProf.Profiles;

namespace AsyncProf.Triggers;

/// <summary>
/// Opens a window when a condition holds, and ends it after some requests or some time. A request is judged when it has ended and the window opens with the next poll, so it is the next
/// requests of its route that are seen in it.
/// </summary>
internal sealed class WindowTrigger : IPolledSink, ICutSink, IDisposable
{
    private readonly TriggersSettings _settings;
    private readonly NameTable _names;
    private readonly RequestWatch _requests;
    private readonly IReadOnlyList<IProcessWatch> _watches;
    private readonly WindowHistory _history;
    private readonly OpenWindow _open;
    private readonly TriggerCounts _counts;
    private readonly WindowTools _tools;
    private readonly IDisposable? _owned;
    private DeepWindow? _window;
    private long _until;
    private (TriggerInfo Info, int Route)? _asked; // by the first request since the last poll for which a condition held
    private int _askedCount;
    private long _refusedAt;
    private long _polledAt;

    /// <summary>Starts to watch.</summary>
    /// <param name="settings">The conditions and limits.</param>
    /// <param name="names">The names of the events.</param>
    /// <param name="requests">What is watched of requests.</param>
    /// <param name="watches">What is watched of the process.</param>
    /// <param name="history">When windows were opened before.</param>
    /// <param name="open">Says for whom a window is open.</param>
    /// <param name="counts">What becomes of triggers.</param>
    /// <param name="tools">What windows are made with.</param>
    /// <param name="owned">What ends with it.</param>
    public WindowTrigger(
        TriggersSettings settings, NameTable names, RequestWatch requests, IReadOnlyList<IProcessWatch> watches, WindowHistory history, OpenWindow open, TriggerCounts counts, WindowTools tools,
        IDisposable? owned = null)
    {
        (_settings, _names, _requests, _watches) = (settings, names, requests, watches);
        (_history, _open, _counts, _tools, _owned) = (history, open, counts, tools, owned);
    }

    /// <inheritdoc/>
    public bool OnLate(int late, in ResourceUse use) => _window?.OnLate(late, use) ?? false;

    /// <inheritdoc/>
    public void OnTree(RootTree tree)
    {
        if (tree.IsScopeView)
            return;
        _window?.Add(tree);
        if (tree.Kind != RootKind.Request)
            return;
        if (_open.Includes(tree.Name))
            _open.Add();
        if (_window is not null || !_requests.IsMetBy(tree))
            return;
        _askedCount++;
        _asked ??= (new TriggerInfo(_requests.ReasonOf(tree), tree.Name == NameTable.NoneId ? "(request)" : _names[tree.Name], tree.Context.TraceIdText()), tree.Name);
    }

    /// <inheritdoc/>
    public void OnCut() => _window?.OnCut();

    /// <inheritdoc/>
    public void Poll(long now)
    {
        _polledAt = now;
        string? reason = Watch(now);
        if (_window is not null)
        {
            if (now >= _until || _open.IsFull)
                Close(now);
            return;
        }

        (TriggerInfo Info, int Route)? asked = _asked ?? (reason is null ? null : (new TriggerInfo(reason, "", ""), OpenWindow.AnyRoute));
        if (asked is not { } trigger)
            return;
        int count = _asked is null ? 0 : _askedCount;
        (_asked, _askedCount) = (null, 0);
        if (_history.IsWithin(_settings.Cooldown, now))
            _counts.AddCooled(count + OnceASecond(reason, now));
        else if (_history.OpenedInTheHourBefore(now) >= _settings.MaximumPerHour)
            _counts.AddLimited(count + OnceASecond(reason, now));
        else
            Open(trigger.Info, trigger.Route, now);
    }

    /// <inheritdoc/>
    public void Flush()
    {
        if (_window is not null)
            Close(_polledAt);
    }

    public void Dispose()
    {
        foreach (IProcessWatch watch in _watches)
            (watch as IDisposable)?.Dispose();
        _owned?.Dispose();
    }

    /// <summary>All of them look, so that none misses what it should see.</summary>
    private string? Watch(long now)
    {
        string? first = null;
        foreach (IProcessWatch watch in _watches)
        {
            string? reason = watch.Poll(now);
            first ??= reason;
        }

        return first;
    }

    /// <summary>What holds all the time is counted once a second.</summary>
    private int OnceASecond(string? reason, long now)
    {
        if (reason is null || (_refusedAt != 0 && now - _refusedAt < Stopwatch.Frequency))
            return 0;
        _refusedAt = now;
        return 1;
    }

    private void Open(TriggerInfo trigger, int route, long now)
    {
        _history.Opened(now); // first: should it fail, the next is tried after the cooldown
        _window = new DeepWindow(trigger, _tools);
        _open.Open(route, _settings.Requests);
        _until = now + (long)(_settings.MaximumDuration.TotalSeconds * Stopwatch.Frequency);
        _counts.AddOpened();
    }

    private void Close(long now)
    {
        DeepWindow window = _window!;
        _window = null;
        _history.Ended(now);
        foreach (IProcessWatch watch in _watches)
            watch.BeginAnew();
        int ended = _open.Ended;
        try
        {
            _tools.Keep(window.Close(ended));
        }
        finally
        {
            _open.Close();
        }
    }
}
