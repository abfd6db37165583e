using System.Diagnostics;
using System.Globalization;
using AsyncProf.Overhead;
using AsyncProf.Recording.Runtimes;

namespace AsyncProf.Recording.Attaching;

/// <summary>
/// Records a process over EventPipe within a budget. A session cannot be paused: each window is a session of its own, written behind the one before, and between them nothing is recorded.
/// A session of little cost goes on all the time: it hears of the modules, whose names its rundown tells at the end, and ends with the process.
/// </summary>
internal sealed class WindowedRecorder : IRecorder
{
    /// <summary>It is decided so often; after a start that failed, which may be for a moment only, it is waited so long; and for the last session so long.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(50), Retry = TimeSpan.FromSeconds(1), Patience = TimeSpan.FromSeconds(2);

    /// <summary>Hours of heartbeats, in bytes.</summary>
    private const int MostOfGuard = 64 << 20;

    private readonly TargetProcess _target;
    private readonly double _share;
    private readonly EventPipeRecorder _guard;
    private readonly Spool _spool = new(MostOfGuard);
    private readonly CancellationTokenSource _stop = new();
    private readonly long _start = Stopwatch.GetTimestamp();
    private EventPipeRecorder _current;
    private SessionBudget? _budget;
    private Task _running = Task.CompletedTask;
    private long _before;
    private int _sessions = 1;

    private WindowedRecorder(TargetProcess target, double share, EventPipeRecorder first, EventPipeRecorder guard)
    {
        (_target, _share, _current, _guard) = (target, share, first, guard);
        guard.Write(_spool);
    }

    /// <inheritdoc/>
    public RecordingSource Source => RecordingSource.EventPipe;

    /// <inheritdoc/>
    public long Bytes => Volatile.Read(ref _before) + Volatile.Read(ref _current).Bytes;

    /// <inheritdoc/>
    public RecordingProgress? Progress => null;

    /// <inheritdoc/>
    public int? Edges => null;

    /// <inheritdoc/>
    public string? EventsBy => null;

    /// <inheritdoc/>
    public Task Hello => _guard.Hello;

    /// <inheritdoc/>
    public Task Completion => _running;

    /// <inheritdoc/>
    public bool IsWhole => _current.IsWhole && _guard.IsWhole;

    /// <summary>Starts with a window; its events wait for <see cref="Write"/>.</summary>
    /// <param name="target">The process.</param>
    /// <param name="share">The share of the CPU available to it that recording may use, less than 1.</param>
    /// <param name="cancellationToken">Gives up waiting for the process.</param>
    /// <exception cref="RecordingException">It cannot be recorded.</exception>
    public static async Task<WindowedRecorder> StartAsync(TargetProcess target, double share, CancellationToken cancellationToken)
    {
        EventPipeRecorder first = await EventPipeRecorder.StartAsync(target, SessionRequests.Window, cancellationToken);
        try
        {
            return new WindowedRecorder(target, share, first, await EventPipeRecorder.StartAsync(target, SessionRequests.Guard, cancellationToken));
        }
        catch
        {
            first.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Write(Stream file) => _running = RunAsync(file);

    /// <inheritdoc/>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _current.Dispose();
        _guard.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync(Stream file)
    {
        try
        {
            while (await RecordAsync(file))
            {
                if (await PauseAsync())
                    continue;
                await CloseAsync(file);
                break;
            }
        }
        finally
        {
            await _guard.StopAsync();
        }

        if (!_current.IsWhole)
            return; // nothing can follow it
        await file.WriteAsync(_spool.GetBuffer().AsMemory(0, (int)_spool.Length));
        await file.FlushAsync();
        Volatile.Write(ref _before, _before + _spool.Length);
    }

    /// <summary>Writes a window; whether it ended because it cost enough.</summary>
    private async Task<bool> RecordAsync(Stream file)
    {
        _current.Write(file);
        while (!_stop.IsCancellationRequested && !_current.Completion.IsCompleted && MayRecord())
            await Task.WhenAny(_current.Completion, Task.Delay(Turn, _stop.Token));
        bool isEnough = !_stop.IsCancellationRequested && !_current.Completion.IsCompleted;
        await _current.StopAsync();
        return isEnough && _current.IsWhole;
    }

    /// <summary>Waits until there may be another window, and begins it; false where the recording or the process ends before.</summary>
    private async Task<bool> PauseAsync()
    {
        while (!IsOver())
        {
            bool mayRecord = MayRecord();
            if (mayRecord && await TryStartAsync(SessionRequests.Window, _stop.Token) is { } next)
            {
                Follow(next);
                return true;
            }

            await Task.WhenAny(_guard.Completion, Task.Delay(mayRecord ? Retry : Turn, _stop.Token));
        }

        return false;

        bool IsOver() => _stop.IsCancellationRequested || _guard.Completion.IsCompleted;
    }

    /// <summary>Says when the recording ended.</summary>
    private async Task CloseAsync(Stream file)
    {
        using var patience = new CancellationTokenSource(Patience);
        if (_guard.Completion.IsCompleted || await TryStartAsync(SessionRequests.Closing, patience.Token) is not { } last)
            return;
        Follow(last);
        last.Write(file);
        await last.StopAsync();
    }

    private void Follow(EventPipeRecorder next)
    {
        EventPipeRecorder last = _current;
        _sessions++;
        Volatile.Write(ref _before, _before + last.Bytes);
        Volatile.Write(ref _current, next);
        last.Dispose();
    }

    private async Task<EventPipeRecorder?> TryStartAsync(SessionRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await EventPipeRecorder.StartAsync(_target, request, cancellationToken);
        }
        catch (Exception exception) when (exception is RecordingException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Whether there is something left to be spent. How many processors there are is said at the beginning of the first session.</summary>
    private bool MayRecord()
    {
        if (_budget is null && _current.Processors > 0)
        {
            double cores = AvailableCpu.Cores("/", _current.Processors, _target.Pid.ToString(CultureInfo.InvariantCulture));
            _budget = new SessionBudget(_share, cores, Stopwatch.Frequency, Random.Shared, _start);
        }

        return _budget is null || _budget.Decide(Stopwatch.GetTimestamp(), Bytes, _sessions);
    }
}
