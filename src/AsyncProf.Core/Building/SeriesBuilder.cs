using AsyncProf.Attribution;
using AsyncProf.Budgets;
using AsyncProf.Events;
using AsyncProf.Profiles.Data;

namespace AsyncProf.Building;

/// <summary>
/// Adds up second by second what a recording says of its process, and what its operations did. Bounded: where there would be too many steps, or too much to be added to them, steps become twice as long.
/// </summary>
/// <param name="clock">The ticks of the recording.</param>
internal sealed class SeriesBuilder(TickClock clock)
{
    /// <summary>Stacks in steps that are told apart, about 15 MB.</summary>
    private const int MostEntries = 150_000;

    /// <summary>After so many additions to steps these become longer, unless there are few.</summary>
    private const long MostWork = 20_000_000;

    private const int FewSteps = 64;

    /// <summary>Decades of a clock of nanoseconds; so far from the begin of a recording nothing can be added to it.</summary>
    private const long Farthest = long.MaxValue / 8;

    private readonly StepValues?[] _values = new StepValues?[SeriesMeasures.All.Count];
    private readonly StepStacks _stacks = new(MostEntries);
    private readonly PriorityQueue<(long From, long To, int Generation), long> _pauses = new();
    private StateTimes[] _times = [];
    private long[] _paused = [];
    private long[] _pauseCounts = [];
    private long[] _requests = [];
    private long _step = clock.Frequency;
    private long _work;
    private long _pauseCount;
    private long _pausedTicks;
    private bool _hasTrees;

    /// <summary>The tick at which the recording begins.</summary>
    public long Origin { get; set; }

    /// <summary>What it takes, in bytes.</summary>
    public long KeptBytes => _stacks.KeptBytes + _values.Sum(values => values?.KeptBytes ?? 0) + ((_times.Length * 4L) + (_paused.Length * 3L) + (_pauses.Count * 4L)) * sizeof(long);

    /// <summary>Something was measured at a moment.</summary>
    public void Add(SeriesMeasure measure, long time, double value)
    {
        if (StepOf(time) is { } step)
            (_values[(int)measure] ??= new StepValues(SeriesMeasures.IsLevel(measure))).Add(step, value);
    }

    /// <summary>All threads stood still for the garbage collector.</summary>
    public void AddPause(long from, long to, int generation)
    {
        if (StepOf(to) is not { } last || StepOf(from) is not { } first)
            return;
        _pauseCount++;
        _pausedTicks += to - from;
        Grow(ref _pauseCounts, last);
        _pauseCounts[first]++;
        for (long at = Math.Max(from, Origin); at < to;)
        {
            int step = StepAt(at, to, out long ticks);
            Grow(ref _paused, step);
            _paused[step] += ticks;
            at += ticks;
        }

        _pauses.Enqueue((from, to, generation), to - from);
        if (_pauses.Count > TimeSeries.MostPauses)
            _pauses.Dequeue();
    }

    /// <summary>What the operations of a root did. Of the frameworks' own roots only what they ran: a server's loops wait all the time.</summary>
    /// <param name="tree">The root, with its intervals.</param>
    /// <param name="isFrameworks">Whether it is a framework's own.</param>
    /// <param name="stacks">The logical stack of each of its nodes.</param>
    /// <param name="frames">Where the frames of waits are found.</param>
    public void Add(RootTree tree, bool isFrameworks, int[] stacks, FrameTable frames)
    {
        if (tree.Intervals is null || tree.IsScopeView)
            return;
        _hasTrees = true;
        if (tree.Kind == RootKind.Request && StepOf(tree.To) is { } end)
        {
            Grow(ref _requests, end);
            _requests[end]++;
        }

        foreach (OwnInterval piece in tree.Intervals.Own)
        {
            if (piece.From >= piece.To || (isFrameworks && piece.State != ChargeState.Running) || StepOf(piece.To) is null || StepOf(piece.From) is null)
                continue;
            long stack = ((long)stacks[piece.Node] << 32) | (uint)(piece.Label == default ? 0 : frames.Wait(piece.Label) + 1);
            for (long at = Math.Max(piece.From, Origin); at < piece.To;)
            {
                int step = StepAt(at, piece.To, out long ticks);
                Grow(ref _times, step);
                _times[step].Add(piece.State, ticks);
                _stacks.Add(step, stack, piece.State, ticks);
                at += ticks;
            }
        }

        while (_work > MostWork && _times.Length > FewSteps)
        {
            Halve();
            _work = 0;
        }
    }

    /// <summary>What has been added up; null where that is longer than nanoseconds can tell.</summary>
    /// <param name="frames">The frames by their numbers.</param>
    /// <param name="stacks">The stacks by theirs.</param>
    /// <param name="end">The tick at which the recording ends.</param>
    public TimeSeries? Freeze(FrameTable frames, IReadOnlyList<StackNode> stacks, long end)
    {
        int steps = StepOf(Math.Max(end - 1, Origin)) is { } last ? last + 1 : TimeSeries.MostSteps;
        if ((Int128)_step * steps * TimeSeries.Second / clock.Frequency > Farthest)
            return null;
        long lastTicks = Math.Clamp(end - Origin - ((steps - 1) * _step), 1, _step); // the recording ends in the middle of a step
        double second = clock.Frequency;
        var measures = new List<MeasuredValues>();
        foreach (SeriesMeasure measure in SeriesMeasures.All)
        {
            double[]? values = measure switch
            {
                SeriesMeasure.GcPaused when _pauseCount > 0 => Of(step => 100.0 * At(_paused, step) / TicksOf(step)),
                SeriesMeasure.GcPauses when _pauseCount > 0 => Of(step => At(_pauseCounts, step) * second / TicksOf(step)),
                SeriesMeasure.Requests when _requests.Length > 0 => Of(step => At(_requests, step) * second / TicksOf(step)),
                SeriesMeasure.Running when _hasTrees => Of(step => At(_times, step).Running / TicksOf(step)),
                SeriesMeasure.Waiting when _hasTrees => Of(step => At(_times, step).Waiting / TicksOf(step)),
                SeriesMeasure.Ready when _hasTrees => Of(step => At(_times, step).Ready / TicksOf(step)),
                SeriesMeasure.Blocked when _hasTrees => Of(step => At(_times, step).Blocked / TicksOf(step)),
                _ => _values[(int)measure]?.Freeze(steps),
            };
            if (values is not null)
                measures.Add(new MeasuredValues(measure, values));
        }

        var used = new SeriesStacks(frames, stacks);
        IReadOnlyList<StackShare>[] byStep = [.. Enumerable.Repeat<IReadOnlyList<StackShare>>([], steps)];
        foreach (IGrouping<int, (long Stack, StateTimes Times)> step in _stacks.BySteps.Where(step => step.Key < steps).OrderBy(step => step.Key))
        {
            HashSet<long> most = StepStacks.Most(step, TimeSeries.MostStacksOfStep / 2);
            byStep[step.Key] = [.. step.Where(stack => most.Contains(stack.Stack)).OrderByDescending(stack => stack.Times.Running).ThenByDescending(stack => stack.Times.Total).ThenBy(stack => stack.Stack).Select(stack => new StackShare(used.PlaceOf(stack.Stack), clock.ToNs(stack.Times)))];
        }

        return new TimeSeries(clock.ToNs(_step), steps)
        {
            Measures = measures,
            Pauses = [.. _pauses.UnorderedItems.Select(item => item.Element).OrderBy(pause => pause.From).Select(pause => new GcPause(clock.ToNs(pause.From - Origin), clock.ToNs(pause.To - pause.From), pause.Generation))],
            PauseCount = _pauseCount,
            PausedNs = clock.ToNs(_pausedTicks),
            Stacks = used.All,
            ByStep = byStep,
        };

        double TicksOf(int step) => step == steps - 1 ? lastTicks : _step;

        double[] Of(Func<int, double> value) => [.. Enumerable.Range(0, steps).Select(value)];
    }

    private static T? At<T>(T[] steps, int step) => step < steps.Length ? steps[step] : default;

    private static void Grow<T>(ref T[] steps, int step)
    {
        if (step >= steps.Length)
            Array.Resize(ref steps, Math.Min(TimeSeries.MostSteps, Math.Max(step + 1, steps.Length * 2)));
    }

    /// <summary>The step that a moment is in, for which there may be fewer of them afterwards; null where it cannot be one of the recording.</summary>
    private int? StepOf(long time)
    {
        long since = unchecked(time - Origin);
        if (since is < 0 or > Farthest)
            return since < 0 && since > -Farthest ? 0 : null; // what began before the recording counts from its beginning
        while (since / _step >= TimeSeries.MostSteps)
            Halve();
        return (int)(since / _step);
    }

    /// <summary>The step of a moment of the recording, and how much of an interval that begins there lies in it.</summary>
    private int StepAt(long at, long to, out long ticks)
    {
        long step = (at - Origin) / _step;
        ticks = Math.Min(to, Origin + ((step + 1) * _step)) - at;
        _work++;
        return (int)step;
    }

    private void Halve()
    {
        _step *= 2;
        foreach (StepValues? values in _values)
            values?.Halve();
        _stacks.Halve();
        Halve(_requests, (a, b) => a + b);
        Halve(_paused, (a, b) => a + b);
        Halve(_pauseCounts, (a, b) => a + b);
        Halve(_times, (a, b) =>
        {
            a.Add(b);
            return a;
        });
    }

    private static void Halve<T>(T[] steps, Func<T, T, T> add)
    {
        for (int step = 0; step < steps.Length; step++)
            steps[step] = 2 * step < steps.Length ? (2 * step) + 1 < steps.Length ? add(steps[2 * step], steps[(2 * step) + 1]) : steps[2 * step] : default!;
    }
}
