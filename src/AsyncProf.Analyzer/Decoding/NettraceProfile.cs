using AsyncProf.Attribution;
using AsyncProf.Budgets;
using AsyncProf.Building;
using AsyncProf.Decoding.Dispatches;
using AsyncProf.Decoding.Samples;
using AsyncProf.Decoding.Series;
using AsyncProf.Decoding.Stacks;
using AsyncProf.Engine;
using AsyncProf.Events;
using AsyncProf.Events.Batches;
using AsyncProf.Events.Dispatchers;
using AsyncProf.Events.Tpl;
using AsyncProf.Naming;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Samples;
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
public sealed class NettraceProfile
{
    private const int MostThreads = 100_000;

    /// <summary>
    /// So much more is kept before what is open is charged and forgotten, about 90 MB. Not before: an operation whose awaiter is told only at its end, such as a child of a join, would be a
    /// root up to there.
    /// </summary>
    private const int SnapshotOperations = 250_000, SnapshotIntervals = 1_000_000;

    /// <summary>After how many events, or bytes of them, it is looked how much is kept.</summary>
    private const int PollEvents = 1024, PollBytes = 1 << 20;

    /// <summary>What is known of a thread, in bytes.</summary>
    private const long ThreadBytes = 800;

    private readonly string _path;
    private readonly int _pid;
    private readonly RecordedNames _names;
    private readonly RundownReader _rundown = new();
    private readonly TickClock _clock;
    private readonly ProfileBuilder _builder;
    private readonly ITreeSink _sink;
    private readonly AsyncEngine _engine;
    private readonly TplDecoder _decoder;
    private readonly BatchDecoder _batches;
    private readonly ToldAwaits _told = new();
    private readonly MemoryAccount _memory;
    private readonly DispatchRecording? _dispatched;
    private readonly DispatchPlayback? _dispatches;
    private readonly long _until;
    private long _allocatedOutside;
    private readonly Dictionary<int, ThreadWork> _threads = [];
    private readonly SessionPauses _pauses = new();
    private readonly SampleIntake? _samples;
    private readonly SeriesIntake _series;
    private RecordedMoment _moment;
    private bool _isForeign;
    private bool _isAgents;
    private long _sampledNames;
    private long _cutByPauses;
    private long _first;
    private long _last;
    private int _snapshotOperations = SnapshotOperations;
    private int _snapshotIntervals = SnapshotIntervals;
    private int _polledEvents;
    private long _polledBytes;

    private Stitcher Stitched => _engine.Stitcher; // another one after each pause

    private NettraceProfile(
        string path, NettraceHeader header, RecordedNames names, DispatchRecording? dispatched, MemoryAccount memory, EdgeRules rules, bool isLearning,
        SampleIntake? samples = null, bool keepsTimeline = false, Func<RecordedTrees, ITreeSink>? trees = null)
    {
        long frequency = header.Frequency;
        (_path, _pid, _names, _memory, _samples, _moment) = (path, header.Pid, names, memory, samples, new RecordedMoment(header.Start, header.StartUtc));
        _clock = new TickClock(frequency);
        var awaits = new AwaitTable(names.Table, names.Methods, new RecordedAwaits(_told, names.CodeAwaits, () => _isForeign));
        _builder = new ProfileBuilder(names.Table, names.Methods, _clock, awaits: awaits) { Timeline = keepsTimeline ? new TimelineBuilder(_clock) : null };
        ITreeSink sink = trees is null ? _builder : new TreeFork(_builder, trees(Trees(header, awaits)));
        _sink = isLearning ? new PlaceLearning(names.Places, names.Shapes) : new PlaceNaming(names.Places, names.Known, names.Shapes, names.Code, sink);
        _engine = new AsyncEngine(names.Table, names.Methods, _sink, StitcherLimits.OfClock(frequency) with { Rules = rules }, awaits: awaits);
        _engine.Attributor.TellsByCaller = names.Identities is null;
        _engine.Attributor.TellsIntervals = keepsTimeline;
        _series = new SeriesIntake(_builder.Timeline?.Series, frequency);
        _engine.Attributor.Pauses = _series.Pauses;
        _decoder = new TplDecoder(names.Table);
        _dispatched = dispatched;
        _until = dispatched?.Until(frequency) ?? long.MaxValue;
        _dispatches = dispatched is null ? null : new DispatchPlayback(dispatched, names.Table, frequency, TakeDispatched);
        _batches = new BatchDecoder(_engine.Stitcher, names.Table, names.Methods, _told) { OnPause = Cut, Samples = samples?.Feed(TakeSample, TakeAllocation) };
        samples?.Queue.OnWait = (thread, time, on, begins) => Stitched.Wait(KnownThread(thread), time, on, begins);
    }

    /// <summary>Reads a recording.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is not such a file; the message says what is wrong with it, in half a sentence.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static AsyncProfile Load(string path) => Load(path, MemoryBudget.DefaultLimit);

    /// <summary>The same with another limit of what it may take: 512 MiB otherwise.</summary>
    /// <param name="path">The file.</param>
    /// <param name="memory">About how much memory reading and the profile may take, in bytes.</param>
    /// <exception cref="InvalidDataException">It is not such a file, or takes more; the message says what is wrong with it, in half a sentence.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static AsyncProfile Load(string path, long memory) => MemoryBudgetException.Guard(() => Load(path, new MemoryBudget(memory), keepsTimeline: true));

    /// <summary>Reads a recording within a budget. What the profile takes stays charged.</summary>
    /// <param name="path">The file.</param>
    /// <param name="budget">What may be taken.</param>
    /// <param name="rules">Which edges may be inferred that no event names.</param>
    /// <param name="keepsTimeline">Whether single roots are kept over time, which takes a little longer.</param>
    /// <param name="trees">Makes what gets each tree as well; null for nothing.</param>
    internal static AsyncProfile Load(string path, MemoryBudget budget, EdgeRules rules = EdgeRules.All, bool keepsTimeline = false, Func<RecordedTrees, ITreeSink>? trees = null)
    {
        NettraceHeader header = NettraceHeader.Of(path);
        AsyncProfile profile;
        using (MemoryAccount engine = budget.Open(), kept = budget.Open())
        {
            DispatchRecording? dispatched = Collect(path, header, kept, budget);
            using var names = new RecordedNames(SamplesTrailer.Read(path, engine), header.Frequency);
            if (names.Identities is not null)
                Learn(path, header, names, dispatched, budget, rules);
            using MemoryAccount reading = budget.Open();
            using MemoryAccount methods = budget.Open();
            var reader = new NettraceProfile(path, header, names, dispatched, engine, rules, isLearning: false, SampleIntake.Of(path, methods, names.Codes, names.Index), keepsTimeline, trees);
            NettraceSummary summary = NettraceReader.Read(path, reader.Take, reading, reader.Next, reader._samples);
            profile = BelievableTimes.Of(() => reader.Divide(reader.Build(summary), reading));
        }

        budget.Charge(ProfileCost.Of(profile.Data));
        return profile;
    }

    /// <summary>Reads it for what there is of runtime-async, if there is any.</summary>
    private static DispatchRecording? Collect(string path, NettraceHeader header, MemoryAccount kept, MemoryBudget budget)
    {
        using MemoryAccount reading = budget.Open();
        return DispatchRecording.Read(path, header.Start, kept, reading);
    }

    /// <summary>Reads it a first time, to know who was seen where before anything is named.</summary>
    private static void Learn(string path, NettraceHeader header, RecordedNames names, DispatchRecording? dispatched, MemoryBudget budget, EdgeRules rules)
    {
        using MemoryAccount engine = budget.Open(), reading = budget.Open();
        var learning = new NettraceProfile(path, header, names, dispatched, engine, rules, isLearning: true);
        NettraceReader.Read(path, learning.Take, reading, learning.Next);
        learning.Finish();
        names.Known = ((PlaceLearning)learning._sink).Finish();
    }

    private RecordedTrees Trees(in NettraceHeader header, AwaitTable awaits) => new(_names.Table, _names.Methods, awaits, _clock, header.Pid, header.Start)
    {
        Process = () => _batches.Hello is { } hello ? (hello.Process, hello.Runtime) : (_rundown.Process, _rundown.RuntimeVersion),
        Moment = () => _batches.Hello?.Moment ?? _moment,
    };

    private void Take(Guid provider, int id, int thread, long timestamp, ReadOnlySpan<byte> payload)
    {
        _pauses.See(provider, timestamp);
        if (_pauses.IsBeside)
        {
            TakeOfRuntime(provider, id, payload);
            Bound(payload.Length);
            return;
        }

        if (_first == 0)
        {
            _first = timestamp;
            _builder.Timeline?.Origin = timestamp;
        }

        if (!_series.Take(provider, id, thread, timestamp, payload) || !_isAgents)
            _last = Math.Max(_last, Math.Min(timestamp, _until)); // an agent says itself until when it has listened
        if (provider == BatchEvents.Provider && !_isForeign)
            TakeBatch(id, payload);
        else if (!_isAgents && (provider == TplEvents.SourceId || provider == HostingEvents.SourceId))
            TakeForeign(provider, id, thread, timestamp, payload);
        else if (provider != DispatchEvents.SourceId && _samples?.TakeWait(provider, id, thread, timestamp, payload) != true)
            TakeOfRuntime(provider, id, payload);
        Bound(payload.Length);
    }

    /// <summary>Another session of the runtime's own events follows; false where it cannot belong to the same recording.</summary>
    private bool Next(NettraceHeader session)
    {
        if (_isAgents || _dispatched is not null || session.Pid != _pid || session.Frequency != _clock.Frequency)
            return false;
        _moment = new RecordedMoment(session.Start, session.StartUtc);
        if (_pauses.Next(session.Start) is { } end)
            Pause(end, session.Start);
        return true;
    }

    private void Pause(long start, long end)
    {
        _last = Math.Max(_last, end);
        Cut(Math.Max(start, Stitched.Now));
        _threads.Clear(); // the other stitcher knows none of them
        _series.Cut();
    }

    /// <summary>Looks whether more is kept than should be, after an event of so many bytes.</summary>
    private void Bound(int bytes)
    {
        Poll(bytes);
        if (Stitched.Store.Operations.Count < _snapshotOperations && Stitched.Store.Intervals.Count < _snapshotIntervals)
            return;
        Stitched.Snapshot(Stitched.Now); // so that what is kept does not grow with the file
        _snapshotOperations = Stitched.Store.Operations.Count + SnapshotOperations;
        _snapshotIntervals = Stitched.Store.Intervals.Count + SnapshotIntervals;
    }

    /// <summary>Charges what is kept by now, every so often.</summary>
    private void Poll(int bytes)
    {
        _polledBytes += bytes;
        if (++_polledEvents < PollEvents && _polledBytes < PollBytes)
            return;
        (_polledEvents, _polledBytes) = (0, 0);
        _memory.Set(_names.KeptBytes + _rundown.KeptBytes + _told.KeptBytes + _batches.KeptBytes + Stitched.Store.KeptBytes + _builder.KeptBytes + (_samples?.KeptBytes ?? 0) + _series.KeptBytes + (_threads.Count * ThreadBytes));
    }

    /// <summary>An event that tells of the process: its modules, its methods.</summary>
    private void TakeOfRuntime(Guid provider, int id, ReadOnlySpan<byte> payload)
    {
        _rundown.Take(provider, id, payload);
        _names.Identities?.Take(provider, id, payload);
        if (_samples is { HasStacks: true })
            _samples.Methods.Take(provider, id, payload);
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
        BeForeign();
        if (timestamp > _until)
            return;
        _dispatches?.RunTo(timestamp);
        if (!_decoder.TryDecode(provider, id, payload, timestamp, out AsyncEvent e))
            return;
        if (e.Kind == AsyncEventKind.OperationBegin && _names.Identities is { } identities)
        {
            int exact = identities.NameOf(e.TaskId, timestamp, e.Extra);
            _sampledNames += exact == e.Extra ? 0 : 1;
            e.Extra = exact;
        }

        RunSamplesTo(timestamp);
        Stitched.Process(ThreadOf(thread), e);
    }

    /// <summary>Samples of before an event that comes next.</summary>
    private void RunSamplesTo(long time)
    {
        if (_samples is { } samples && samples.Queue.Next <= time)
            samples.Queue.RunTo(time);
    }

    /// <summary>A sample goes to what its thread executes now.</summary>
    private void TakeSample(int thread, long time, long since, int stack)
    {
        if (KnownThread(thread) is not { } work || !Stitched.Sample(work, time, since, stack))
            _builder.Sampled.AddOutside(stack, time - since);
    }

    /// <summary>The same of a sample of what a thread allocated.</summary>
    private void TakeAllocation(int thread, long time, long bytes, int site)
    {
        if (KnownThread(thread) is not { } work || !Stitched.Allocation(work, time, bytes, site))
            _allocatedOutside += bytes;
    }

    private ThreadWork? KnownThread(int thread) => _isAgents ? _batches.ThreadOf(thread) : _threads.GetValueOrDefault(thread);

    /// <summary>From now on it is a recording of the runtime's own events.</summary>
    private void BeForeign()
    {
        if (_isForeign)
            return;
        _isForeign = true;
        _names.AddModulesOf(_path, _rundown, _memory);
    }

    /// <summary>An event of a dispatcher, whose buffer came later or comes yet.</summary>
    private void TakeDispatched(int thread, in AsyncEvent e)
    {
        RunSamplesTo(e.Timestamp);
        Stitched.Process(ThreadOf(thread), e);
        Bound(AsyncEvent.Size);
    }

    /// <summary>Threads by number, however large theirs are. Beyond what any process has they share one.</summary>
    private ThreadWork ThreadOf(int thread)
    {
        if (!_threads.TryGetValue(thread, out ThreadWork? stack))
            _threads.Add(thread, stack = Stitched.Thread(Math.Min(_threads.Count, MostThreads)));
        return stack;
    }

    /// <summary>Whether the agent said at the end that nothing is left. An earlier such event, for another recorder that left before, does not count.</summary>
    private bool HasEnded() => _batches.EndedAt is { } at && at > _last - _clock.Frequency;

    /// <summary>The capture has paused.</summary>
    private Stitcher Cut(long time)
    {
        _cutByPauses += _engine.Cut(time);
        _builder.OnCut();
        return Stitched;
    }

    /// <summary>Stitches what is left.</summary>
    private void Finish()
    {
        if (_dispatches is not null && !_isAgents)
        {
            BeForeign();
            _dispatches.RunTo(_until);
        }

        if (_pauses.Close(_clock.Frequency) is (var start, var end))
            Pause(start, end);
        _batches.Finish();
        RunSamplesTo(long.MaxValue);
        Stitched.Finish(Math.Max(_last, Stitched.Now));
    }

    /// <summary>The share of the time that was no pause of so many ticks.</summary>
    private double Observed(long paused) => _last <= _first ? 1 : Math.Clamp(1 - ((double)paused / (_last - _first)), 0, 1);

    /// <summary>Adds what samples say.</summary>
    private AsyncProfile Divide(AsyncProfile profile, MemoryAccount memory) =>
        _samples is { } samples && (_builder.Sampled.Any || _builder.Allocations.Any)
            ? SampledProfile.Of(profile, _names.Methods, samples.Names, _builder.Sampled, _clock, memory, _builder.Allocations, samples.Sites)
            : profile;

    private AsyncProfile Build(NettraceSummary summary)
    {
        Finish();
        _builder.End = _last;
        _series.TakeGpus(_path, _last);
        if (_samples is { HasStacks: true })
            _names.AddModulesOf(_path, _rundown, _memory); // for lines
        RecordingInfo info = RecordingCounts.Between(new StitcherCounts(), Stitched.Counts, _clock) with
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
            LostEvents = summary.LostEvents + (_dispatched?.Unreadable ?? 0) + (_dispatches?.Damaged ?? 0),
            BrokenOff = (_isAgents ? HasEnded() : !summary.IsCut) ? 0 : 1,
            IllegalTransitions = Stitched.Transitions.IllegalCount,
            InferredNames = _engine.Attributor.InferredNames + ((_sink as PlaceNaming)?.Named ?? 0),
            SampledNames = _sampledNames,
            Unbalanced = _engine.Attributor.Unbalanced,
            ObservedShare = Observed(_pauses.Ticks),
            Pauses = _pauses.Count,
            CutByPauses = _cutByPauses,
        };
        info = UseLedger.Describe(_samples?.Describe(info, _allocatedOutside) ?? info, default, _batches.Use.Sum, new StitcherCounts(), Stitched.Counts, _builder.Wanted = _batches.Hello?.Measured ?? MeasuredUse.None);
        return _builder.Build(_batches.Hello is { } hello ? info with
        {
            Process = hello.Process,
            RuntimeVersion = hello.Runtime,
            Os = hello.Os,
            Arch = hello.Arch,
            Cpus = hello.Cpus,
            GcServer = hello.ServerGc,
            Source = hello.Capture,
            NamesBy = hello.NamesBy,
            EventsBy = hello.EventsBy,
            LostEvents = _batches.LostEvents,
            ObservedShare = Observed(_batches.Paused(_last)),
            Pauses = _batches.Pauses,
            Shed = _batches.Shed,
            LostBatches = _batches.LostBatches + _batches.LeftOut,
        } : info);
    }
}
