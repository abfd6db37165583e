using System.Diagnostics;
using AsyncProf.Building;
using AsyncProf.Decoding;
using AsyncProf.Engine;
using AsyncProf.Events;
using AsyncProf.Events.Batches;
using AsyncProf.Events.Tpl;
using AsyncProf.Naming;
using AsyncProf.Profiles;
using AsyncProf.Stitching;
using AsyncProf.Stitching.Records;
using AsyncProf.Symbols.Awaits;

namespace AsyncProf.Live;

/// <summary>
/// Makes profiles of a stream of events while it comes: one of each window, and one of all. Windows are measured by the events' own times, so that they are as long as
/// they say however late the events come. For one thread.
/// </summary>
internal sealed class LiveDecoder : IDisposable
{
    /// <summary>What is kept at the most; beyond it the oldest is given up, and counted. Fewer than where a file is read: this runs beside its target for hours.</summary>
    private const int MostOperations = 500_000, MostIntervals = 2_000_000;

    /// <summary>Seconds: a request that takes longer is charged as it goes on, like any other open root, and is not counted as a request; a thread that is silent for so long is forgotten.</summary>
    private const int LongestRequest = 30, LongestSilence = 300;

    private readonly LiveOptions _options;
    private readonly Action<LiveSnapshot> _publish;
    private readonly Func<long> _bytes;
    private readonly TickClock _clock;
    private readonly RecordedNames _names;
    private readonly RundownReader _rundown = new();
    private readonly LiveSink _sink;
    private readonly AsyncEngine _engine;
    private readonly TplDecoder _decoder;
    private readonly BatchDecoder _batches;
    private readonly LiveThreads _threads;
    private readonly long _interval;
    private readonly long _start;
    private bool _isAgents;
    private long _lost;
    private long _next;
    private (long At, StitcherCounts Counts, long Bytes) _window;
    private (long At, StitcherCounts Counts) _total;
    private int _forgets;

    /// <summary>Prepares for a stream.</summary>
    /// <param name="header">What stands at its beginning.</param>
    /// <param name="options">What it is of.</param>
    /// <param name="bytes">How much has come so far.</param>
    /// <param name="publish">Gets each snapshot, on the thread that decodes.</param>
    public LiveDecoder(NettraceHeader header, LiveOptions options, Func<long> bytes, Action<LiveSnapshot> publish)
    {
        (_options, _bytes, _publish, _start) = (options, bytes, publish, header.Start);
        _clock = new TickClock(header.Frequency);
        _interval = Math.Max(1, (long)(options.Interval.TotalSeconds * header.Frequency));
        _names = new RecordedNames(null, header.Frequency);
        var told = new ToldAwaits();
        var awaits = new AwaitTable(_names.Table, _names.Methods, told);
        _sink = new LiveSink(_clock, () => new ProfileBuilder(_names.Table, _names.Methods, _clock, awaits: awaits) { KeepsTrees = false });
        StitcherLimits limits = StitcherLimits.OfClock(header.Frequency) with { MaximumOperations = MostOperations, MaximumIntervals = MostIntervals, MaximumEntryTicks = LongestRequest * header.Frequency };
        _engine = new AsyncEngine(_names.Table, _names.Methods, new PlaceNaming(_names.Places, _names.Known, _names.Shapes, _names.Code, _sink), limits, awaits: awaits);
        _engine.Attributor.TellsByCaller = true;
        _decoder = new TplDecoder(_names.Table);
        _batches = new BatchDecoder(_engine.Stitcher, _names.Table, _names.Methods, told) { OnPause = Pause };
        _threads = new LiveThreads(() => _engine.Stitcher, LongestSilence * header.Frequency);
        _window = (_start, new StitcherCounts(), 0);
        _total = (_start, new StitcherCounts());
        _next = _start + _interval;
    }

    private Stitcher Stitched => _engine.Stitcher;

    /// <summary>Adds a module that the process had loaded before.</summary>
    public void AddModule(string path) => _names.AddModule(path);

    /// <summary>Has what was seen up to the window that goes on now forgotten. Any thread.</summary>
    public void Forget() => Interlocked.Exchange(ref _forgets, 1);

    /// <summary>Events are known to be lost, so many in all.</summary>
    public void Lose(int lost) => _lost = lost;

    /// <summary>Takes one event of the stream.</summary>
    public void Take(Guid provider, int id, int thread, long timestamp, ReadOnlySpan<byte> payload)
    {
        if (provider == BatchEvents.Provider)
        {
            _isAgents = true;
            _batches.Take(id, payload);
            if (_batches.CompleteTo >= _next)
                Cut(_batches.CompleteTo);
            return;
        }

        if (_isAgents)
            return;
        if (timestamp >= _next)
            Cut(timestamp - ((timestamp - _next) % _interval));
        if (provider == TplEvents.SourceId || provider == HostingEvents.SourceId)
        {
            if (_decoder.TryDecode(provider, id, payload, timestamp, out AsyncEvent e))
                Stitched.Process(_threads.Of(thread, timestamp), e);
            return;
        }

        int known = _rundown.Modules.Count;
        _rundown.Take(provider, id, payload);
        if (_rundown.Modules.Count > known)
            _names.AddModule(_rundown.Modules.Last());
    }

    /// <summary>The stream has ended: what is left of a window is shown if it is most of one, or all there is.</summary>
    public void Finish()
    {
        if (_isAgents)
            _batches.Finish();
        long end = Math.Max(Stitched.Now, _window.At);
        if (end - _window.At > (_window.At == _start ? 0 : _interval / 2))
            Cut(end, isLast: true);
    }

    /// <inheritdoc/>
    public void Dispose() => _names.Dispose();

    /// <summary>Closes a window.</summary>
    private void Cut(long at, bool isLast = false)
    {
        if (_isAgents && !isLast)
            _batches.CatchUp();
        (int Count, long Oldest) requests = (Stitched.Store.Entries.OpenCount, Stitched.OpenSince().FirstOrDefault(at)); // the end closes them
        if (isLast)
            Stitched.Finish(at); // nothing more can be told of what has just ended
        else
            Stitched.Snapshot(at);
        _threads.Tidy(at);
        bool forgets = Interlocked.Exchange(ref _forgets, 0) != 0;
        if (forgets)
            _total = (_window.At, _window.Counts);
        StitcherCounts counts = Stitched.Counts.Copy();
        long bytes = _bytes();
        AsyncProfile window = _sink.Window.Build(Info(_window.Counts, counts, at - _window.At));
        LiveState state = StateAt(at, bytes - _window.Bytes, requests);
        _sink.Next(forgets);
        _publish(new LiveSnapshot(window, forgets ? window : _sink.Total.Build(Info(_total.Counts, counts, at - _total.At)), state));
        _window = (at, counts, bytes);
        _next += ((at - _next) / _interval * _interval) + _interval;
    }

    private LiveState StateAt(long at, long bytes, (int Count, long Oldest) requests) =>
        new()
        {
            SinceStartNs = _clock.ToNs(at - _start),
            WindowBytes = bytes,
            LostEvents = _isAgents ? _batches.LostEvents : _lost,
            OpenOperations = OpenOperations(),
            OpenRequests = requests.Count,
            OldestRequestNs = _clock.ToNs(Math.Max(0, at - requests.Oldest)),
            Resumptions = _sink.Ready.Resumptions,
            ReadyMeanNs = _sink.Ready.MeanNs,
            ReadyP99Ns = _sink.Ready.P99Ns,
            BehindNs = _clock.Frequency == Stopwatch.Frequency ? _clock.ToNs(Math.Max(0, Stopwatch.GetTimestamp() - at)) : 0,
        };

    private long OpenOperations()
    {
        long open = 0;
        for (int slot = 1; slot < Stitched.Store.Operations.Top; slot++)
        {
            ref Operation op = ref Stitched.Store[slot];
            open += op.TaskId != 0 && op.HasCode && op.IsLive && op.Kind != OperationKind.Prefix && !op.Has(OperationFlags.Ignored) ? 1 : 0;
        }

        return open;
    }

    private RecordingInfo Info(StitcherCounts from, StitcherCounts to, long ticks) => RecordingCounts.Between(from, to, _clock) with
    {
        DurationNs = _clock.ToNs(ticks),
        Process = _options.Process,
        Pid = _options.Pid,
        RuntimeVersion = _options.Runtime,
        Source = _options.Source,
        IllegalTransitions = Stitched.Transitions.IllegalCount,
        Unbalanced = _engine.Attributor.Unbalanced,
    };

    /// <summary>The capture has paused.</summary>
    private Stitcher Pause(long time)
    {
        _engine.Cut(time);
        _sink.OnCut();
        return Stitched;
    }
}
