using AsyncProf.Building;
using AsyncProf.Engine;
using AsyncProf.Events;
using AsyncProf.Events.Batches;
using AsyncProf.Events.Tpl;
using AsyncProf.Profiles;
using AsyncProf.Stitching;
using AsyncProf.Stitching.Records;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Awaits;
using AsyncProf.Symbols.Places;

namespace AsyncProf.Decoding;

/// <summary>
/// Makes a profile of a <c>.nettrace</c> file: decodes, stitches and charges its events in one pass, whichever source they have: an agent's batches, or the
/// Task Parallel Library's own events.
/// </summary>
public sealed class NettraceProfile : IDisposable
{
    private const int MostThreads = 100_000;

    /// <summary>Fewer events than this make nothing large, however far apart they say they are.</summary>
    private const int SnapshotEvents = 20_000;

    private readonly string _path;
    private readonly int _pid;
    private readonly NameTable _names = new();
    private readonly DiskModules _modules = new();
    private readonly RundownReader _rundown = new();
    private readonly TickClock _clock;
    private readonly MethodTable _methods;
    private readonly ProfileBuilder _builder;
    private readonly AsyncEngine _engine;
    private readonly Stitcher _stitcher;
    private readonly TplDecoder _decoder;
    private readonly BatchDecoder _batches;
    private readonly Dictionary<int, ThreadWork> _threads = [];
    private bool _isForeign;
    private bool _isAgents;
    private long _first;
    private long _last;
    private long _snapshot;
    private long _snapshotEvents = SnapshotEvents;

    private NettraceProfile(string path, NettraceHeader header)
    {
        long frequency = header.Frequency;
        (_path, _pid) = (path, header.Pid);
        _clock = new TickClock(frequency);
        _methods = new MethodTable(_names, _modules.Index);
        var told = new ToldAwaits();
        var awaits = new AwaitTable(_names, _methods, new RecordedAwaits(told, new CodeAwaits(_modules.Codes, new PlaceTable(0), _modules.Index), () => _isForeign));
        _builder = new ProfileBuilder(_names, _methods, _clock, awaits: awaits);
        _engine = new AsyncEngine(_names, _methods, _builder, StitcherLimits.OfClock(frequency), awaits: awaits);
        _stitcher = _engine.Stitcher;
        _decoder = new TplDecoder(_names);
        _batches = new BatchDecoder(_stitcher, _names, _methods, told);
    }

    /// <summary>Reads a recording.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is not such a file; the message says what is wrong with it, in half a sentence.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static AsyncProfile Load(string path)
    {
        using var profile = new NettraceProfile(path, NettraceHeader.Of(path));
        return profile.Build(NettraceReader.Read(path, profile.Take));
    }

    /// <inheritdoc/>
    public void Dispose() => _modules.Dispose();

    private void Take(Guid provider, int id, int thread, long timestamp, ReadOnlySpan<byte> payload)
    {
        if (_first == 0)
            _first = _snapshot = timestamp;
        _last = Math.Max(_last, timestamp);
        if (provider == BatchEvents.Provider && !_isForeign)
            TakeBatch(id, payload);
        else if (!_isAgents && (provider == TplEvents.SourceId || provider == HostingEvents.SourceId))
            TakeForeign(provider, id, thread, timestamp, payload);
        else
            _rundown.Take(provider, id, payload);
        if (timestamp - _snapshot <= _engine.Limits.SnapshotTicks || _stitcher.Counts.Events < _snapshotEvents)
            return;
        _snapshot = timestamp;
        _snapshotEvents = _stitcher.Counts.Events + SnapshotEvents;
        _stitcher.Snapshot(_stitcher.Now); // so that what is kept does not grow with the file
    }

    /// <summary>An event of our own source. From now on other sources are ignored.</summary>
    private void TakeBatch(int id, ReadOnlySpan<byte> payload)
    {
        _isAgents = true;
        _batches.Take(id, payload);
    }

    /// <summary>An event of the runtime's own, which does not say which method it means: the modules do.</summary>
    private void TakeForeign(Guid provider, int id, int thread, long timestamp, ReadOnlySpan<byte> payload)
    {
        if (!_isForeign)
        {
            _isForeign = true;
            _modules.AddThoseOf(_path, _rundown);
        }

        if (_decoder.TryDecode(provider, id, payload, timestamp, out AsyncEvent e))
            _stitcher.Process(ThreadOf(thread), e);
    }

    /// <summary>Threads by number, however large theirs are. Beyond what any process has they share one.</summary>
    private ThreadWork ThreadOf(int thread)
    {
        if (!_threads.TryGetValue(thread, out ThreadWork? stack))
            _threads.Add(thread, stack = _stitcher.Thread(Math.Min(_threads.Count, MostThreads)));
        return stack;
    }

    /// <summary>Whether the agent said at the end that nothing is left. An earlier such event, for another recorder that left before, does not count.</summary>
    private bool HasEnded() => _batches.EndedAt is { } at && at > _last - _clock.Frequency;

    private AsyncProfile Build(NettraceSummary summary)
    {
        _batches.Finish();
        _stitcher.Finish(_last);
        RecordingInfo info = RecordingCounts.Between(new StitcherCounts(), _stitcher.Counts, _clock) with
        {
            DurationNs = _clock.ToNs(_last - _first),
            StartUtc = summary.StartUtc,
            Process = _rundown.Process,
            Pid = _pid,
            RuntimeVersion = _rundown.RuntimeVersion,
            Os = _rundown.Os,
            Arch = _rundown.Arch,
            Cpus = summary.Cpus,
            Source = "eventpipe",
            LostEvents = summary.LostEvents,
            BrokenOff = (_isAgents ? HasEnded() : !summary.IsCut) ? 0 : 1,
            IllegalTransitions = _stitcher.Transitions.IllegalCount,
            InferredNames = _engine.Attributor.InferredNames,
            Unbalanced = _engine.Attributor.Unbalanced,
        };
        return _builder.Build(_batches.Hello is { } hello ? info with
        {
            Process = hello.Process,
            RuntimeVersion = hello.Runtime,
            Os = hello.Os,
            Arch = hello.Arch,
            Cpus = hello.Cpus,
            GcServer = hello.ServerGc,
            Source = hello.Capture,
            LostEvents = _batches.LostEvents,
            LostBatches = _batches.LostBatches + _batches.LeftOut,
        } : info);
    }
}
