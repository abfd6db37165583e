using AsyncProf.Attribution;
using AsyncProf.Building;
using AsyncProf.Engine;
using AsyncProf.Events;
using AsyncProf.Stitching.Records;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Awaits;

namespace AsyncProf.SlowRequests;

/// <summary>
/// A flight recorder: of the requests that took longer than a threshold, or than 99 % of those of their name, the last ones stay in memory with their
/// complete trees. Fast requests cost one look at a histogram.
/// </summary>
internal sealed class SlowRequestRecorder : ITreeSink, IDisposable
{
    private const int MaximumNames = 4096;

    private readonly Lock _lock = new();
    private readonly Dictionary<int, RunningLimit> _durations = [];
    private readonly Queue<SlowRequest> _kept = new();
    private readonly NameTable _names;
    private readonly ProfileBuilder _builder;
    private readonly TickClock _clock;
    private readonly TimeProvider _time;
    private readonly int _capacity;
    private readonly long? _thresholdNs;
    private readonly int _minimumCount;
    private readonly SlowRequestFile? _file;
    private readonly OpenWindow? _window;

    /// <summary>Creates a recorder.</summary>
    /// <param name="names">The names of the events.</param>
    /// <param name="methods">The methods behind them.</param>
    /// <param name="clock">The recording's clock.</param>
    /// <param name="time">The wall clock, for requests without an activity.</param>
    /// <param name="capacity">How many requests are kept.</param>
    /// <param name="threshold">A request that takes longer is slow; null for the 99th percentile of its name.</param>
    /// <param name="minimumCount">How many requests of a name must have been seen before their 99th percentile says anything.</param>
    /// <param name="file">Where they are written as well; null for nowhere. Disposed with the recorder.</param>
    /// <param name="awaits">What is known of awaits; null for nothing.</param>
    /// <param name="window">Whose requests are kept as well, slow or not; null for nobody's.</param>
    public SlowRequestRecorder(
        NameTable names, MethodTable methods, TickClock clock, TimeProvider time, int capacity, TimeSpan? threshold, int minimumCount = 100, SlowRequestFile? file = null, AwaitTable? awaits = null,
        OpenWindow? window = null)
    {
        (_file, _window) = (file, window);
        (_names, _clock, _time, _capacity, _minimumCount) = (names, clock, time, capacity, minimumCount);
        _builder = new ProfileBuilder(names, methods, clock, awaits: awaits);
        _thresholdNs = threshold?.Ticks * 100;
    }

    /// <summary>What is kept, the newest first. Any thread may ask.</summary>
    public IReadOnlyList<SlowRequest> Kept
    {
        get
        {
            lock (_lock)
                return [.. _kept.Reverse()];
        }
    }

    /// <summary>Requests that could not be written to the file.</summary>
    public long Unwritten => _file?.Unwritten ?? 0;

    /// <summary>Why the last of them could not.</summary>
    public string WhyUnwritten => _file?.Why ?? "";

    /// <inheritdoc/>
    public void OnTree(RootTree tree)
    {
        if (tree.Kind != RootKind.Request)
            return;
        long ns = _clock.ToNs(tree.To - tree.From);
        long limit = tree.EntryFlags.HasFlag(EntryFlags.Lasting) ? long.MaxValue : LimitOf(tree.Name, ns);
        bool isSlow = ns > limit;
        if (!isSlow && !(_window?.Includes(tree.Name) ?? false))
            return;
        SlowRequest slow = Describe(tree, ns, isSlow ? limit : 0);
        lock (_lock)
        {
            while (_kept.Count >= _capacity)
                _kept.Dequeue();
            _kept.Enqueue(slow);
        }

        if (isSlow)
            _file?.Add(slow);
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    /// <summary>What a request must exceed to be slow; more than it took while nothing is known. Counts the request.</summary>
    private long LimitOf(int name, long ns)
    {
        if (_thresholdNs is { } threshold)
            return threshold;
        if (!_durations.TryGetValue(name, out RunningLimit? durations))
        {
            if (_durations.Count >= MaximumNames)
                return long.MaxValue;
            _durations.Add(name, durations = new RunningLimit(_minimumCount));
        }

        return durations.Next(ns);
    }

    private SlowRequest Describe(RootTree tree, long ns, long limit)
    {
        EntryContext context = tree.Context;
        DateTime start = context.StartUtc > 0 ? new DateTime(context.StartUtc, DateTimeKind.Utc) : _time.GetUtcNow().UtcDateTime;
        return new SlowRequest(tree.Name == NameTable.NoneId ? "(request)" : _names[tree.Name], context.TraceIdText(), start, TimeSpan.FromTicks(ns / 100), TimeSpan.FromTicks(limit / 100), _builder.SingleTree(tree));
    }
}
