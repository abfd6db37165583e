using AsyncProf.Attribution;
using AsyncProf.Building;
using AsyncProf.Engine;
using AsyncProf.Events;
using AsyncProf.Profiles;
using AsyncProf.Samples;
using AsyncProf.Stitching;
using AsyncProf.Stitching.Records;
using AsyncProf.Symbols;
using AsyncProf.Symbols.Awaits;
using AsyncProf.Symbols.Metadata;
using AsyncProf.Testing.Simulation;

namespace AsyncProf.Testing;

/// <summary>
/// Feeds events through stitcher, attribution and profile, on a clock whose tick is a millisecond. Checks conservation on every tree.
/// </summary>
internal sealed class Playback
{
    /// <summary>The ticks of the virtual clock in a second: one is a millisecond.</summary>
    public const long Virtual = 1000;

    /// <summary>Metadata would tell; here the name does.</summary>
    private static readonly string[] Iterators = ["Iterator", "<Items>", "<ReadAllAsync>", "<Iterate>"];

    private readonly NameTable _names;
    private readonly long _ticksPerSecond;
    private readonly MethodTable _methods;
    private readonly AwaitTable _awaits;
    private readonly ProfileBuilder _builder;
    private readonly TreeRecorder _recorder;
    private readonly AsyncEngine _engine;

    /// <summary>Prepares a playback.</summary>
    /// <param name="names">The names that the events point to.</param>
    /// <param name="bounds">What the stitcher may keep; null for what it keeps in production.</param>
    /// <param name="graceTicks">How long an ended operation can still be found.</param>
    /// <param name="ticksPerSecond">The events' clock.</param>
    /// <param name="awaits">What is known of awaits; null for nothing.</param>
    /// <param name="rules">Which edges may be inferred.</param>
    public Playback(
        NameTable names, PlaybackBounds? bounds = null, long graceTicks = 5, long ticksPerSecond = Virtual, IAwaitSource? awaits = null, EdgeRules rules = EdgeRules.All)
    {
        (_names, _ticksPerSecond) = (names, ticksPerSecond);
        _methods = new MethodTable(names, new MetadataIndex());
        AwaitTable table = _awaits = new AwaitTable(names, _methods, awaits ?? new NoAwaits());
        _builder = new ProfileBuilder(names, _methods, new TickClock(ticksPerSecond), maximumDepth: int.MaxValue, awaits: table) { Timeline = new TimelineBuilder(new TickClock(ticksPerSecond)) };
        _recorder = new TreeRecorder(_builder);
        var iterators = new KnownIterators(id => Iterators.Any(name => names[id].Contains(name, StringComparison.Ordinal)));
        bounds ??= new PlaybackBounds();
        var limits = new StitcherLimits
        {
            GraceTicks = graceTicks,
            MaximumIntervals = bounds.Intervals,
            MaximumOperations = bounds.Operations,
            MaximumPerEntry = bounds.PerEntry,
            MaximumEntryTicks = bounds.EntryTicks,
            Rules = rules,
            RecycleEvery = 1,
        };
        _engine = new AsyncEngine(names, _methods, _recorder, limits, iterators, table);
        _engine.Attributor.TellsIntervals = true;
    }

    internal Stitcher Stitcher => _engine.Stitcher;

    internal TreeRecorder Trees => _recorder;

    /// <summary>When all threads stood still for the garbage collector.</summary>
    internal PauseList? Pauses
    {
        get => _engine.Attributor.Pauses;
        set => _engine.Attributor.Pauses = value;
    }

    /// <summary>The profile of a random program, the same for each seed.</summary>
    public static AsyncProfile OfRandom(int seed)
    {
        var names = new NameTable();
        var simulator = new Simulator(names);
        simulator.Play(new RandomProgram(seed, simulator).Main());
        return Of(names, simulator.Log).Profile;
    }

    /// <summary>The same of which every place is known.</summary>
    public static AsyncProfile OfRandomWithAwaits(int seed)
    {
        var names = new NameTable();
        var simulator = new Simulator(names);
        simulator.Play(new RandomProgram(seed, simulator).Main());
        var places = new RandomPlaces(names, new Random(seed));
        places.Source.Task = new AwaitInfo("Shop.Gate.WaitAsync", false, "Gate.cs", 7, 7);
        places.Source.Silent = new AwaitInfo("Shop.Net.A, Shop.Net.B", true, "Net.cs", 0, -1);
        var playback = new Playback(names, awaits: places.Source);
        playback.Feed(places.In(simulator.Log));
        return playback.Finish().Profile;
    }

    /// <summary>Plays a whole program and returns what the profile says of it.</summary>
    /// <param name="names">The names that the events point to.</param>
    /// <param name="log">The events.</param>
    /// <param name="ticksPerSecond">The events' clock.</param>
    /// <param name="rules">Which edges may be inferred.</param>
    public static ProfileReading Of(NameTable names, IEnumerable<LoggedEvent> log, long ticksPerSecond = Virtual, EdgeRules rules = EdgeRules.All)
    {
        var playback = new Playback(names, ticksPerSecond: ticksPerSecond, rules: rules);
        playback.Feed(log);
        return playback.Finish();
    }

    /// <summary>Runs a simulated program and plays it.</summary>
    /// <param name="program">Builds the program's main method.</param>
    /// <param name="threads">How many threads the virtual pool has.</param>
    /// <param name="ticksPerSecond">The events' clock.</param>
    /// <param name="rules">Which edges may be inferred.</param>
    public static ProfileReading Of(Func<Simulator, SimTask> program, int threads = 4, long ticksPerSecond = Virtual, EdgeRules rules = EdgeRules.All)
    {
        var names = new NameTable();
        var simulator = new Simulator(names, threads);
        return Of(names, simulator.Play(program(simulator)), ticksPerSecond, rules);
    }

    public void Feed(IEnumerable<LoggedEvent> log)
    {
        foreach (LoggedEvent logged in log)
            Stitcher.Process(Stitcher.Thread(logged.Thread), logged.Event);
    }

    /// <summary>The same, with waits of threads at their moments: after the events of before, and before those of the same moment.</summary>
    public void FeedWaiting(IEnumerable<LoggedEvent> log, IEnumerable<LoggedWait> waits)
    {
        var coming = new Queue<LoggedWait>(waits.OrderBy(wait => wait.Time));
        var threads = new HashSet<int>();
        foreach (LoggedEvent logged in log)
        {
            Wait(logged.Event.Timestamp);
            threads.Add(logged.Thread);
            Feed([logged]);
        }

        Wait(long.MaxValue);

        void Wait(long until)
        {
            while (coming.TryPeek(out LoggedWait wait) && wait.Time <= until)
            {
                coming.Dequeue();
                Stitcher.Wait(threads.Contains(wait.Thread) ? Stitcher.Thread(wait.Thread) : null, wait.Time, wait.On, wait.Begins);
            }
        }
    }

    /// <summary>The same, and each tick all threads that have done anything are looked at.</summary>
    /// <param name="log">The events.</param>
    /// <param name="stackOf">The stack in which a thread is seen at a time.</param>
    public void FeedSampled(IEnumerable<LoggedEvent> log, Func<int, long, int> stackOf)
    {
        var threads = new SortedSet<int>();
        long next = 0;
        foreach (LoggedEvent logged in log)
        {
            for (; next < logged.Event.Timestamp; next++)
            {
                foreach (int thread in threads)
                {
                    int stack = stackOf(thread, next);
                    if (!Stitcher.Sample(Stitcher.Thread(thread), next, next - 1, stack))
                        _builder.Sampled.AddOutside(stack, 1);
                }
            }

            threads.Add(logged.Thread);
            Stitcher.Process(Stitcher.Thread(logged.Thread), logged.Event);
        }
    }

    /// <summary>The same, and each tick what all threads allocate that have done anything is sampled.</summary>
    /// <param name="log">The events.</param>
    /// <param name="siteOf">What a thread allocates at a time.</param>
    /// <returns>How many bytes were seen outside any operation.</returns>
    public long FeedAllocating(IEnumerable<LoggedEvent> log, Func<int, long, (int Site, long Bytes)> siteOf)
    {
        var threads = new SortedSet<int>();
        long next = 0, outside = 0;
        foreach (LoggedEvent logged in log)
        {
            for (; next < logged.Event.Timestamp; next++)
            {
                foreach (int thread in threads)
                {
                    (int site, long bytes) = siteOf(thread, next);
                    outside += Stitcher.Allocation(Stitcher.Thread(thread), next, bytes, site) ? 0 : bytes;
                }
            }

            threads.Add(logged.Thread);
            Stitcher.Process(Stitcher.Thread(logged.Thread), logged.Event);
        }

        return outside;
    }

    /// <summary>Ends a recording with samples of what was allocated.</summary>
    /// <param name="stacks">What their stacks mean.</param>
    /// <param name="sites">What they mean themselves.</param>
    /// <param name="allocated">What is known of allocations in all; null where they were not measured.</param>
    public AsyncProfile FinishAllocating(ISampledStacks stacks, IAllocationSites sites, AllocationInfo allocated)
    {
        AsyncProfile profile = Finish().Profile;
        return SampledProfile.Of(new AsyncProfile(profile.Recording with { Allocated = allocated }, profile.Data), _methods, stacks, _builder.Sampled, new TickClock(_ticksPerSecond), null, _builder.Allocations, sites);
    }

    /// <summary>Ends a recording with samples.</summary>
    /// <param name="stacks">What they mean; each takes a millisecond.</param>
    public AsyncProfile FinishSampled(ISampledStacks stacks) => SampledProfile.Of(Finish().Profile, _methods, stacks, _builder.Sampled, new TickClock(_ticksPerSecond));

    /// <summary>How long the operations of each logical stack were seen to be executed, in ticks.</summary>
    public IReadOnlyDictionary<int, long> SeenTicks => _builder.Sampled.ByStack().ToDictionary(stack => stack.Key, stack => stack.Sum(seen => seen.Seen.Ticks));

    /// <summary>The capture pauses.</summary>
    /// <returns>How many requests that cut.</returns>
    public int Pause(long time)
    {
        int cut = _engine.Cut(time);
        _builder.OnCut();
        return cut;
    }

    /// <summary>A window opens: all roots are seen in it, as in a scope of the whole process.</summary>
    public void OpenWindow(int id)
    {
        long since = Stitcher.Now;
        Stitcher.Snapshot(since);
        _recorder.Windows.Add(id, (since, new ProfileBuilder(_names, _methods, new TickClock(_ticksPerSecond), maximumDepth: int.MaxValue, awaits: _awaits) { Since = since }));
        _engine.Windows.Open(id, since);
    }

    /// <summary>It closes. What was seen in it.</summary>
    public AsyncProfile CloseWindow(int id)
    {
        Stitcher.Snapshot(Stitcher.Now);
        _engine.CloseWindow(id);
        _recorder.Windows.Remove(id, out (long Since, ProfileBuilder Seen) window);
        return window.Seen.Build(new RecordingInfo());
    }

    public ProfileReading Finish()
    {
        Stitcher.Finish(Stitcher.Now);
        RecordingInfo recording = RecordingCounts.Between(new StitcherCounts(), Stitcher.Counts, new TickClock(_ticksPerSecond)) with
        {
            IllegalTransitions = Stitcher.Transitions.IllegalCount,
        };
        return new ProfileReading(_builder.Build(recording), _recorder.Roots, Stitcher.Counts, _ticksPerSecond);
    }
}
