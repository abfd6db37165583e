using AsyncProf.Capture;
using AsyncProf.Events;
using AsyncProf.Triggers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AsyncProf.Hosting;

/// <summary>
/// Switches the profiler on when the app starts and off when it has stopped, and follows its options while the app runs. A thin shim over
/// <see cref="AppProfiler"/>.
/// </summary>
internal sealed partial class AsyncProfHostedService(IOptionsMonitor<AsyncProfOptions> options, AsyncProfOptionsValidator validator, ILogger<AsyncProfHostedService> logger)
    : IHostedService, IDisposable
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private ProfilerClient? _client;
    private IDisposable? _changes;
    private Timer? _check;
    private ProfilerStatus _checked = new();
    private long _unwritten;
    private string _refused = "";
    private bool _stopped;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        validator.HasStarted = true;
        if (RuntimeSupport.Missing is { } why)
        {
            LogUnsupported(logger, why);
            return Task.CompletedTask;
        }

        if (RuntimeSupport.IsNewerRuntime)
            LogNewer(logger, Environment.Version.Major, RuntimeSupport.NewestProven);
        lock (_lock)
        {
            if (options.CurrentValue.WhyOff() is { } off)
                LogOff(logger, off);
            _check = new Timer(static state => ((AsyncProfHostedService)state!).OnCheck(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            Apply(options.CurrentValue);
        }

        _changes = options.OnChange(OnChange);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _changes?.Dispose();
        lock (_lock)
        {
            _stopped = true;
            _check?.Dispose();
            End();
            AppProfiler.Instance.SetHostOff(null);
        }
    }

    private void OnChange(AsyncProfOptions changed)
    {
        IReadOnlyList<string> errors = changed.Validate();
        string refused = string.Join(' ', errors);
        lock (_lock)
        {
            // One edit may be reported several times, once for each source of configuration.
            if (refused.Length > 0 && refused != _refused)
                LogRefused(logger, refused);
            _refused = refused;
            if (refused.Length == 0 && !_stopped)
                Apply(changed);
        }
    }

    private void Apply(AsyncProfOptions current)
    {
        if (current.WhyOff() is { } why)
        {
            if (_client is not null)
                LogStopped(logger, why);
            _check?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan); // while nothing is captured nothing of ours runs
            End();
            AppProfiler.Instance.SetHostOff(why);
        }
        else if (_client is null)
        {
            AppProfiler.Instance.SetHostOff(null);
            _checked = AppProfiler.Instance.Status;
            _client = AppProfiler.Instance.Open(current, isHost: true);
            _check?.Change(CheckInterval, CheckInterval);
            LogStarted(logger, CaptureHub.Instance.Exact.How, CaptureHub.Instance.Intake.How);
            if (current.Capture == CaptureMode.Direct && CaptureHub.Instance.Intake.How is var how and not TplIntake.Directly)
                LogNotDirect(logger, how);
        }
        else
        {
            AppProfiler.Instance.Change(_client, current);
        }
    }

    /// <summary>Stops, and warns of what only then turned out: of a short job, nothing was said before.</summary>
    private void End()
    {
        if (_client is null)
            return;
        _client.Dispose();
        _client = null;
        Check();
    }

    private void OnCheck()
    {
        lock (_lock)
        {
            if (!_stopped)
                Check();
        }
    }

    /// <summary>Warns of what makes the numbers less reliable, once for each interval in which it got worse.</summary>
    private void Check()
    {
        ProfilerStatus now = AppProfiler.Instance.Status;
        if (now.LostEvents > _checked.LostEvents)
            LogLost(logger, now.LostEvents - _checked.LostEvents, now.LostEvents);
        if (now.GivenUp > _checked.GivenUp)
            LogGivenUp(logger, now.GivenUp - _checked.GivenUp);
        if (now.Faults > _checked.Faults)
            LogFaults(logger, now.Faults - _checked.Faults);
        if (_client is { Options.ExactEdges: true } && now.EdgesBy != _checked.EdgesBy && now.EdgesBy.StartsWith("events", StringComparison.Ordinal))
            LogNoEdges(logger, now.EdgesBy);
        (long unwritten, string why) = AppProfiler.Instance.Unwritten;
        if (unwritten > _unwritten)
            LogUnwritten(logger, unwritten - _unwritten, why);
        if (now.RefusedPushes > _checked.RefusedPushes || now.DroppedPushes > _checked.DroppedPushes)
            LogUnpushed(logger, now.RefusedPushes - _checked.RefusedPushes, now.DroppedPushes - _checked.DroppedPushes, AppProfiler.Instance.WhyNotPushed);
        else if (now.PushRetries > _checked.PushRetries && now.PushedProfiles == _checked.PushedProfiles)
            LogNotYetPushed(logger, AppProfiler.Instance.WhyNotPushed);
        (_checked, _unwritten) = (now, unwritten);
        TellWindows();
    }

    /// <summary>A line for each window that is over; how many there may be is limited by the options.</summary>
    private void TellWindows()
    {
        foreach (WindowNote note in AppProfiler.Instance.TakeWindowNotes())
        {
            if (note.File is { } file)
                LogWindow(logger, note.Duration.TotalSeconds, note.Requests, file, note.Reason);
            else
                LogUnwrittenWindow(logger, note.Duration.TotalSeconds, note.Reason);
        }
    }
}
