namespace AsyncProf.Profiles;

/// <summary>What a recording covers, and how far its numbers can be trusted.</summary>
public sealed record RecordingInfo
{
    /// <summary>How long it lasted, in nanoseconds.</summary>
    public long DurationNs { get; init; }

    /// <summary>When it began, in UTC; the default where that is not known.</summary>
    public DateTime StartUtc { get; init; }

    /// <summary>The name of the process; empty where it is not known. Never its command line.</summary>
    public string Process { get; init; } = "";

    /// <summary>The process id; 0 where it is not known, or where several were merged.</summary>
    public int Pid { get; init; }

    /// <summary>The version of its runtime, as <c>10.0.12</c>.</summary>
    public string RuntimeVersion { get; init; } = "";

    /// <summary>Its operating system.</summary>
    public string Os { get; init; } = "";

    /// <summary>Its processor architecture.</summary>
    public string Arch { get; init; } = "";

    /// <summary>How many processors it could use.</summary>
    public int Cpus { get; init; }

    /// <summary>Whether its garbage collector was the server's.</summary>
    public bool GcServer { get; init; }

    /// <summary>What the events came from: <c>hosted</c>, <c>agent</c>, <c>eventpipe</c>, or <c>pprof</c> for a file of another tool.</summary>
    public string Source { get; init; } = "";

    /// <summary>The time between two samples of a thread, in nanoseconds; 0 where none were taken.</summary>
    public long SampleIntervalNs { get; init; }

    /// <summary>How many samples were taken.</summary>
    public long Samples { get; init; }

    /// <summary>Of the samples, those of threads that executed no operation.</summary>
    public long SamplesOutside { get; init; }

    /// <summary>Samples that had no room.</summary>
    public long SamplesLeftOut { get; init; }

    /// <summary>The share of the running time that samples do not divide, because its logical stacks have fewer than ten, 0 to 1.</summary>
    public double UndividedShare { get; init; }

    /// <summary>What methods executed before they first suspended, as samples estimate it, in nanoseconds.</summary>
    public long PrefixNs { get; init; }

    /// <summary>How many recordings are added up in it. <see cref="AllocationInfo.Recordings"/> and <see cref="CpuInfo.Recordings"/> say how many of them measured that.</summary>
    public long Recordings { get; init; } = 1;

    /// <summary>Who allocated what; null where memory was not measured.</summary>
    public AllocationInfo? Allocated { get; init; }

    /// <summary>Who used the processors; null where that was not measured.</summary>
    public CpuInfo? Cpu { get; init; }

    /// <summary>Whether only some of the recordings measured allocations: then nothing is known of all calls, or of all the time.</summary>
    internal bool AllocatedInSome => Allocated is { } allocated && allocated.Recordings < Recordings;

    /// <summary>Whether only some of the recordings measured processors.</summary>
    internal bool CpuInSome => Cpu is { } cpu && cpu.Recordings < Recordings;

    /// <summary>How long allocations were measured, in nanoseconds: by this they are divided to be rates.</summary>
    internal long AllocatedObservedNs => Allocated is null ? 0 : AllocatedInSome ? Allocated.ObservedNs : ObservedNs;

    /// <summary>Waits of threads on handles; null where they were not recorded.</summary>
    public HandleWaitInfo? HandleWaits { get; init; }

    /// <summary>Events processed.</summary>
    public long Events { get; init; }

    /// <summary>Events lost because a buffer was full.</summary>
    public long LostEvents { get; init; }

    /// <summary>Whole batches of events lost on their way.</summary>
    public long LostBatches { get; init; }

    /// <summary>Operations that began in the recording.</summary>
    public long Operations { get; init; }

    /// <summary>Operations first seen when they went on: begun before the recording, nameless.</summary>
    public long BegunBefore { get; init; }

    /// <summary>Roots that had not ended when they were charged.</summary>
    public long Unfinished { get; init; }

    /// <summary>What was charged to roots that had not ended, in nanoseconds of elapsed time.</summary>
    public long UnfinishedNs { get; init; }

    /// <summary>Recordings that broke off, because who made them or the process was killed or its end was not waited for: their last moments are missing.</summary>
    public long BrokenOff { get; init; }

    /// <summary>How often a logical stack was folded into <c>(other)</c> because there were too many.</summary>
    public long FoldedStacks { get; init; }

    /// <summary>The share of the recording's time in which events were seen, 0 to 1.</summary>
    public double ObservedShare { get; init; } = 1;

    /// <summary>How often the recording paused to stay within its budget: <see cref="ObservedShare"/> says what that left.</summary>
    public long Pauses { get; init; }

    /// <summary>Requests and scopes that such a pause cut: what was seen of their calls is charged, but they are no calls and no requests.</summary>
    public long CutByPauses { get; init; }

    /// <summary>Of the pauses, those that began early because the buffers filled up faster than they could be read.</summary>
    public long Shed { get; init; }

    /// <summary>How long was observed, in nanoseconds: what counts have to be divided by to be rates.</summary>
    public long ObservedNs => (long)(DurationNs * Math.Clamp(ObservedShare, 0, 1));

    /// <summary>Steps of operations that the state machine does not allow: lost events, or a shape not known.</summary>
    public long IllegalTransitions { get; init; }

    /// <summary>Awaits of anything.</summary>
    public long Awaits { get; init; }

    /// <summary>
    /// The share of the elapsed time of all roots that stands under awaits of which neither an event nor the code tells what was awaited, 0 to 1: <c>await (unknown)</c> and <c>await Task</c>,
    /// also where it is known who ended the wait.
    /// </summary>
    public double UnknownAwaitShare { get; init; }

    /// <summary>Edges between operations that were inferred.</summary>
    public long InferredEdges { get; init; }

    /// <summary>The same by the rules that inferred them.</summary>
    public InferredEdgeCounts InferredBy { get; init; } = InferredEdgeCounts.None;

    /// <summary>Edges that the process told, because it was asked to with <c>--exact-edges</c>.</summary>
    public long ToldEdges { get; init; }

    /// <summary>Synchronous waits on tasks.</summary>
    public long Blocks { get; init; }

    /// <summary>The share of synchronous waits whose end was inferred from the thread's next event, 0 to 1.</summary>
    public double InferredEndShare { get; init; }

    /// <summary>
    /// How methods were told from others of one short name while recording: <c>frames</c>, exactly; <c>look-ups</c>, by a bounded number of stack traces a second, with the reason behind it why
    /// frames could not be followed; empty where the process was not asked.
    /// </summary>
    public string NamesBy { get; init; } = "";

    /// <summary>
    /// How the process received its events while recording: <c>direct</c>, past the dispatch to listeners; <c>listener</c>, with the reason behind it why not directly where nobody asked for that;
    /// empty where the process was not asked.
    /// </summary>
    public string EventsBy { get; init; } = "";

    /// <summary>Events whose method was not looked for, because there were too many new ones in one second.</summary>
    public long NamesSkipped { get; init; }

    /// <summary>Methods that could not be told from others of the same compiler-made name.</summary>
    public long AmbiguousNames { get; init; }

    /// <summary>The time charged on the task axis to methods that could not be told from others, as a share, 0 to 1.</summary>
    public double AmbiguousShare { get; init; }

    /// <summary>Calls of an ambiguous name whose method was told by where they were called, because others of the same place had been looked up exactly.</summary>
    public long InferredNames { get; init; }

    /// <summary>Calls of an ambiguous name whose method a sampled stack showed.</summary>
    public long SampledNames { get; init; }

    /// <summary>Waits that may include time ready, because no event tells when they were over.</summary>
    public long MaybeReady { get; init; }

    /// <summary>Trees whose charges did not sum up and were left out. Anything but 0 is a bug of the profiler.</summary>
    public long Unbalanced { get; init; }

    /// <summary>The time charged on the task axis outside any named method, as a share, 0 to 1.</summary>
    public double UnattributedShare { get; init; }

    /// <summary>Calls that nobody awaited, or only after they had ended.</summary>
    public long NotAwaited { get; init; }

    /// <summary>Calls after which somebody continued, and no event tells who.</summary>
    public long AwaiterUnknown { get; init; }

    /// <summary>The task time of those calls with all that they awaited, as a share, 0 to 1.</summary>
    public double AwaiterUnknownShare { get; init; }

    /// <summary>Calls of methods whose builder pools its boxes: the TPL names none of them, only what they await.</summary>
    public long Unnamed { get; init; }

    /// <summary>Yields that were none: something unseen that the operation called had yielded.</summary>
    public long WrongYields { get; init; }

    /// <summary>The longest that synchronous prefixes can have taken together, in nanoseconds; they are part of whoever called.</summary>
    public long PrefixAtMostNs { get; init; }

    /// <summary>Calls of whose synchronous prefix nothing is known.</summary>
    public long PrefixUnknown { get; init; }

    /// <summary>Synchronous waits outside any operation, which no method is charged for, and how long they lasted, in nanoseconds.</summary>
    public long PrefixBlocks { get; init; }

    /// <inheritdoc cref="PrefixBlocks"/>
    public long PrefixBlockedNs { get; init; }

    /// <summary>Operations given up before they ended, because there were too many.</summary>
    public long GivenUp { get; init; }

    /// <summary>Requests and scopes that kept too much or lasted too long, so that their calls are roots of their own from then on; what a scope measured before is not in its profile.</summary>
    public long EntriesGivenUp { get; init; }

    /// <summary>Threads on which events were lost, each time it happened: nothing is inferred across such a gap.</summary>
    public long Gaps { get; init; }

    /// <summary>Events that contradict what came before, or come too late: ignored, or taken as happening when they came.</summary>
    public long Unmatched { get; init; }

    /// <summary>Events of methods compiled with runtime-async, which .NET 11 tells of in a source of its own; 0 where that was not recorded.</summary>
    public long Dispatches { get; init; }

    /// <summary>
    /// Of those, how many cannot follow what came before: a chain of calls ends that nothing said to run, goes on before it suspended, or with other calls than it had. 0 where all buffers came; they are
    /// among <see cref="Unmatched"/>.
    /// </summary>
    public long UnmatchedDispatches { get; init; }

    /// <summary>How long the thread pool took to run a work item, measured ten times a second while recording; null where it was not measured.</summary>
    public PoolDelay? PoolDelay { get; init; }

    /// <summary>What had the app record this window of its own accord; null where nothing had, and it was recorded as always or because somebody asked.</summary>
    public TriggerInfo? Trigger { get; init; }
}
